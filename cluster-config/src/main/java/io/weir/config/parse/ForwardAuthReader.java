package io.weir.config.parse;

import io.weir.config.model.Credential;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code forward-auth} of a policy. */
final class ForwardAuthReader {
    static final Duration TIMEOUT = Duration.ofSeconds(2);
    static final List<String> REQUEST_FIELDS = List.of("Authorization", "Cookie");
    private static final String FIELDS = "fields that are not of the connection, e.g. [Authorization, X-Api-Key]";
    private static final URI NOWHERE = URI.create("https://nowhere.invalid/");

    private ForwardAuthReader() {}

    static Optional<Credential> read(Fields fields) {
        List<String> asked = fields.words("copy-request-headers", FIELDS, ForwardAuthReader::field);
        Credential read = new Credential.ForwardAuth(
                fields.required("url", WebAddresses::any, WebAddresses.ANY, NOWHERE),
                fields.has("copy-request-headers") ? asked : REQUEST_FIELDS,
                fields.words("copy-response-headers", FIELDS, ForwardAuthReader::field),
                fields.value("consumer-header", ForwardAuthReader::field, Terms.FIELD),
                fields.value("timeout", IntrospectionReader::timeout, IntrospectionReader.TIMEOUTS)
                        .orElse(TIMEOUT),
                fields.value("when-down", ForwardAuthReader::admits, "deny or allow")
                        .orElse(false),
                fields.value("trust", Terms::secretRef, Terms.SECRET));
        fields.later("cache").end();
        return Optional.of(read);
    }

    private static Optional<String> field(String text) {
        return Terms.field(text).filter(Terms::mayEdit);
    }

    private static Optional<Boolean> admits(String text) {
        return switch (text) {
            case "deny" -> Optional.of(false);
            case "allow" -> Optional.of(true);
            default -> Optional.empty();
        };
    }
}
