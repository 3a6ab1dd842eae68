package io.weir.node.admin;

import io.weir.config.model.HostPort;
import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.Host;

/**
 * Keeps out what a browser was made to send by a page from elsewhere: requests under a host that is not the admin API's
 * own (a name that was bound to its address, "DNS rebinding"), and changes that another origin asks for. Immutable.
 */
final class OwnHosts {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    private final Set<String> configured;
    private final String address;
    private final boolean wildcard;
    private final String scheme;

    /** @param hosts of the settings */
    OwnHosts(HostPort address, Iterable<String> hosts, boolean tls) {
        this.address = bare(address.host());
        this.wildcard = this.address.equals("0.0.0.0") || this.address.equals("::");
        this.configured = java.util.stream.StreamSupport.stream(hosts.spliterator(), false)
                .map(OwnHosts::bare)
                .collect(Collectors.toUnmodifiableSet());
        this.scheme = tls ? "https" : "http";
    }

    /** @throws Refusal 421 when the request is for another host, 403 when a page of another origin asks for a change */
    void check(HttpRequest request) {
        Optional<Host> host = request.getHeader(Host.class);
        String name = host.map(said -> bare(said.host().address())).orElse("");
        if (!isOwn(name)) {
            Problem problem = new Problem(
                    421, "wrong-host", "The admin API is not called so", "The request's Host is none of its own.");
            throw new Refusal(
                    ProblemReport.of(problem).at("Host", "the address of the admin API, or one of weir.admin.hosts"));
        }
        String method = request.method().value();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            checkOrigin(request, name, host.map(Host::port).orElse(0));
        }
    }

    /** Nobody can bind a figure to something else: at a wildcard address any will do. */
    private boolean isOwn(String name) {
        return LOOPBACK.contains(name)
                || name.equals(address)
                || configured.contains(name)
                || wildcard && isFigures(name);
    }

    private static boolean isFigures(String name) {
        return name.indexOf(':') >= 0 && name.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == ':' || c == '.')
                || name.matches("\\d{1,3}(\\.\\d{1,3}){3}");
    }

    private void checkOrigin(HttpRequest request, String host, int port) {
        Optional<String> site = value(request, "Sec-Fetch-Site");
        boolean foreignSite = site.filter(said -> !said.equals("same-origin") && !said.equals("none"))
                .isPresent();
        Optional<String> origin = value(request, "Origin");
        if (foreignSite || origin.filter(said -> !isSame(said, host, port)).isPresent()) {
            Problem problem = new Problem(
                    403, "cross-origin", "Another site asks for this change", "Browsers may only send it from here.");
            throw new Refusal(
                    ProblemReport.of(problem).at(foreignSite ? "Sec-Fetch-Site" : "Origin", "the same origin"));
        }
    }

    private boolean isSame(String origin, String host, int port) {
        try {
            URI uri = new URI(origin);
            return scheme.equals(uri.getScheme())
                    && uri.getHost() != null
                    && bare(uri.getHost()).equals(host)
                    && effective(uri.getPort()) == effective(port);
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private int effective(int port) {
        return port > 0 ? port : scheme.equals("https") ? 443 : 80;
    }

    private static Optional<String> value(HttpRequest request, String field) {
        return request.getHeader(field).map(found -> found.value().strip());
    }

    /** Lower case, without the brackets of IPv6 and without a last dot. */
    private static String bare(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        String open = lower.startsWith("[") && lower.endsWith("]") ? lower.substring(1, lower.length() - 1) : lower;
        return open.endsWith(".") ? open.substring(0, open.length() - 1) : open;
    }
}
