package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Reads {@code introspection} of a policy. */
final class IntrospectionReader {
    static final String EXPECTED = "a mapping with endpoint, client-id and client-secret";
    static final Duration CACHE = Duration.ofSeconds(60);
    static final Duration TIMEOUT = Duration.ofSeconds(3);
    static final String TIMEOUTS = "a duration from 100ms to 4s";
    private static final Duration MOST_CACHE = Duration.ofHours(1);
    private static final Duration LEAST_TIMEOUT = Duration.ofMillis(100);
    /** An exchange waits for 5 s at most. */
    private static final Duration MOST_TIMEOUT = Duration.ofSeconds(4);

    private static final URI NOWHERE = URI.create("https://nowhere.invalid/");
    private static final SecretRef NOTHING = new SecretRef(SecretRef.Kind.ENV, "NOTHING");

    private IntrospectionReader() {}

    static Optional<Credential> read(Fields fields) {
        Credential read = new Credential.Introspection(
                fields.required("endpoint", WebAddresses::secure, WebAddresses.SECURE, NOWHERE),
                fields.required("client-id", Terms::fieldText, "who the gateway is there", ""),
                fields.required("client-secret", Terms::secretRef, Terms.SECRET, NOTHING),
                fields.value("issuer", Terms::fieldText, "the issuer as its answers spell it"),
                fields.oneOrMore("audience", JwtReader.AUDIENCE, Terms::fieldText),
                JwtReader.requiredClaims(fields),
                fields.value("cache", IntrospectionReader::cache, "a duration of at most 1h")
                        .orElse(CACHE),
                fields.value("timeout", IntrospectionReader::timeout, TIMEOUTS).orElse(TIMEOUT),
                fields.value("trust", Terms::secretRef, Terms.SECRET),
                fields.child("from", JwtReader.FROM).flatMap(JwtReader::place),
                JwtReader.mapping(fields));
        fields.end();
        return Optional.of(read);
    }

    private static Optional<Duration> cache(String text) {
        return Units.duration(text).filter(time -> time.compareTo(MOST_CACHE) <= 0);
    }

    static Optional<Duration> timeout(String text) {
        return Units.duration(text)
                .filter(time -> time.compareTo(LEAST_TIMEOUT) >= 0 && time.compareTo(MOST_TIMEOUT) <= 0);
    }
}
