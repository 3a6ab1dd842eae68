package io.weir.config.parse;

import io.weir.config.model.ListenerTls;
import io.weir.config.model.ListenerTls.Client;
import io.weir.config.model.ListenerTls.Mode;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TlsProfile;
import java.util.List;
import java.util.Optional;

/** Reads a listener's {@code tls}. */
final class ListenerTlsReader {
    private static final SecretRef NOWHERE = new SecretRef(SecretRef.Kind.FILE, "");

    private ListenerTlsReader() {}

    static ListenerTls read(Fields fields) {
        List<String> certificates = certificates(fields);
        ListenerTls tls = new ListenerTls(
                certificates,
                standard(fields, certificates),
                fields.value("strict-sni", Terms::truth, Terms.TRUTH).orElse(false),
                fields.value("profile", UpstreamTlsReader::profile, "intermediate or modern")
                        .orElse(TlsProfile.INTERMEDIATE),
                ProtocolsReader.tls(fields),
                fields.child("client", "a mapping such as { trust: \"file:clients.pem\", mode: optional }")
                        .map(ListenerTlsReader::client));
        fields.end();
        return tls;
    }

    private static List<String> certificates(Fields fields) {
        List<String> names =
                RouteReader.distinct(fields, "certificates", "the name of one of certificates", Terms::name);
        names.forEach(name -> fields.reading().names().use(Names.Kind.CERTIFICATE, name, fields.place("certificates")));
        if (!fields.has("certificates")) {
            fields.missing("certificates", "a list of names of certificates");
        } else if (names.isEmpty()) {
            fields.mistake("certificates", "has no names", "at least one of certificates");
        }
        return names;
    }

    private static Optional<String> standard(Fields fields, List<String> certificates) {
        Optional<String> name = fields.value("default", Terms::name, Terms.NAME);
        if (name.isPresent() && !certificates.contains(name.get())) {
            String message = "is \"" + name.get() + "\", which is not among the listener's certificates";
            fields.mistake("default", message, "one of " + String.join(", ", certificates));
        }
        return name;
    }

    private static Client client(Fields fields) {
        Client client = new Client(
                fields.required("trust", Terms::secretRef, Terms.SECRET, NOWHERE),
                fields.required("mode", ListenerTlsReader::mode, "optional or required", Mode.REQUIRED),
                fields.value("crl", Terms::secretRef, Terms.SECRET),
                fields.value("forward", Terms::truth, Terms.TRUTH).orElse(false));
        fields.end();
        return client;
    }

    private static Optional<Mode> mode(String text) {
        return switch (text) {
            case "optional" -> Optional.of(Mode.OPTIONAL);
            case "required" -> Optional.of(Mode.REQUIRED);
            default -> Optional.empty();
        };
    }
}
