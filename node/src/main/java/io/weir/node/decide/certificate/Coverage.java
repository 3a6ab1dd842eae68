package io.weir.node.decide.certificate;

import io.weir.config.model.Api;
import io.weir.config.model.GatewayDocument;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerTls;
import io.weir.config.model.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whether the hosts of routes and apis are covered by the certificates of the listeners that take them. One that is not is
 * no mistake of the document (a certificate may come later, a route may be for another listener), but its clients are
 * answered 421, or refused where SNI is strict.
 */
public final class Coverage {
    private Coverage() {}

    /**
     * One line for each host of a listener that nothing covers.
     *
     * @param names of the certificates that there are, by the certificate's name
     */
    public static List<String> uncovered(GatewayDocument document, Map<String, CertificateNames> names) {
        List<String> lines = new ArrayList<>();
        for (Listener listener : document.listeners()) {
            listener.tls()
                    .filter(tls -> listener.tcp().isEmpty())
                    .ifPresent(tls -> check(document, listener, tls, names, lines));
        }
        return lines;
    }

    private static void check(
            GatewayDocument document,
            Listener listener,
            ListenerTls tls,
            Map<String, CertificateNames> names,
            List<String> lines) {
        List<CertificateNames> shown = new ArrayList<>();
        for (String certificate : tls.certificates()) {
            CertificateNames covered = names.get(certificate);
            if (covered == null) {
                // Ordered, and not yet issued: nothing can be said.
                return;
            }
            shown.add(covered);
        }
        for (String host : hosts(document, listener.name())) {
            if (shown.stream().noneMatch(one -> covers(one, host))) {
                lines.add("listener " + listener.name() + ": no certificate covers " + host + "; its clients "
                        + (tls.strictSni() ? "are refused" : "are answered 421"));
            }
        }
    }

    private static Set<String> hosts(GatewayDocument document, String listener) {
        Set<String> hosts = new TreeSet<>();
        for (Api api : document.apis()) {
            hosts.addAll(api.hosts());
        }
        for (Route route : document.routes()) {
            List<String> only = route.match().listeners();
            if (only.isEmpty() || only.contains(listener)) {
                hosts.addAll(route.match().hosts());
            }
        }
        return hosts;
    }

    private static boolean covers(CertificateNames names, String host) {
        return host.startsWith("*.") ? names.wildcards().contains(host.substring(1)) : names.covers(host);
    }
}
