package io.weir.node.admin;

import io.weir.config.formation.NodeSettings.AdminClients;
import io.weir.node.state.AdminRole;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.SslSessionInfo;

/** Who is who by the certificate that a client showed. Immutable. */
final class CertificateRoles {
    private final Set<String> viewers;
    private final Set<String> operators;
    private final Set<String> admins;

    CertificateRoles(AdminClients clients) {
        viewers = lower(clients.viewers());
        operators = lower(clients.operators());
        admins = lower(clients.admins());
    }

    private static Set<String> lower(List<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    /** The verified certificate of the request's connection. */
    static Optional<X509Certificate> shown(HttpRequest request) {
        return request.getAttribute(AttributeKeys.sslSession).flatMap(CertificateRoles::leaf);
    }

    private static Optional<X509Certificate> leaf(SslSessionInfo info) {
        try {
            Certificate[] chain = info.getSession().getPeerCertificates();
            return chain.length > 0 && chain[0] instanceof X509Certificate leaf ? Optional.of(leaf) : Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    /** The highest role that one of its names has; the caller is called by that name. */
    Optional<Caller> of(X509Certificate certificate, String address) {
        Set<String> names = names(certificate);
        return first(names, admins, AdminRole.ADMIN, address)
                .or(() -> first(names, operators, AdminRole.OPERATOR, address))
                .or(() -> first(names, viewers, AdminRole.VIEWER, address));
    }

    private static Optional<Caller> first(Set<String> names, Set<String> known, AdminRole role, String address) {
        return names.stream().filter(known::contains).findFirst().map(name -> new Caller(name, role, address));
    }

    /** Alternative names, then the distinguished name (RFC 2253), in lower case. */
    private static Set<String> names(X509Certificate certificate) {
        Set<String> names = new LinkedHashSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            for (List<?> alternative : alternatives == null ? List.<List<?>>of() : alternatives) {
                if (alternative.get(1) instanceof String name) {
                    names.add(name.toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            // Then it has none.
        }
        names.add(certificate.getSubjectX500Principal().getName().toLowerCase(Locale.ROOT));
        return names;
    }
}
