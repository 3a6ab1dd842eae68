package io.weir.config.parse;

import io.weir.config.model.TlsProfile;
import io.weir.config.model.UpstreamTls;
import java.util.Optional;

/** Reads {@code tls} of an upstream, and how it is written. */
final class UpstreamTlsReader {
    private static final String TLS = "a mapping such as { trust: \"file:ca.pem\" }, or {} for the platform's trust";
    private static final String HOST = "a host name or an address, e.g. orders.example.com";

    private UpstreamTlsReader() {}

    static Optional<UpstreamTls> read(Fields fields) {
        return fields.child("tls", TLS).map(UpstreamTlsReader::tls);
    }

    private static UpstreamTls tls(Fields fields) {
        UpstreamTls normal = UpstreamTls.DEFAULT;
        UpstreamTls tls = new UpstreamTls(
                fields.value("trust", Terms::secretRef, Terms.SECRET),
                fields.value("server-name", UpstreamTlsReader::host, HOST),
                fields.value("verify", Terms::truth, Terms.TRUTH).orElse(normal.verify()),
                certificate(fields),
                fields.value("profile", UpstreamTlsReader::profile, "intermediate or modern")
                        .orElse(normal.profile()));
        fields.end();
        if (!tls.verify() && fields.has("trust")) {
            fields.mistake("trust", "has no meaning without verification", "no trust, or verify: true");
        }
        return tls;
    }

    /** A name without a wildcard, or an address without brackets. */
    private static Optional<String> host(String text) {
        return Addresses.isV6(text)
                ? Optional.of(text)
                : Terms.hostPattern(text).filter(host -> !host.startsWith("*") && !host.startsWith("["));
    }

    private static Optional<String> certificate(Fields fields) {
        Optional<String> name = fields.value("certificate", Terms::name, "the name of a certificate");
        name.ifPresent(used -> fields.reading().names().use(Names.Kind.CERTIFICATE, used, fields.place("certificate")));
        return name;
    }

    static Optional<TlsProfile> profile(String text) {
        return switch (text) {
            case "intermediate" -> Optional.of(TlsProfile.INTERMEDIATE);
            case "modern" -> Optional.of(TlsProfile.MODERN);
            default -> Optional.empty();
        };
    }

    static Object shape(UpstreamTls tls) {
        UpstreamTls normal = UpstreamTls.DEFAULT;
        return new Shape()
                .putIfPresent("trust", tls.trust(), Object::toString)
                .putIfPresent("server-name", tls.serverName(), name -> name)
                .putUnless("verify", tls.verify(), normal.verify(), verify -> verify)
                .putIfPresent("certificate", tls.certificate(), name -> name)
                .putUnless("profile", tls.profile(), normal.profile(), UpstreamShape::word)
                .fields();
    }
}
