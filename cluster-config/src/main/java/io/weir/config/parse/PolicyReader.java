package io.weir.config.parse;

import io.weir.config.model.Policy;
import io.weir.config.model.RequestKey;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one of {@code policies}. */
final class PolicyReader {
    private static final List<String> KINDS = Stream.of(
                    List.of("rate-limit", "authenticate", "authorize", "headers"),
                    ProtectionReader.KINDS,
                    HttpsPolicyReader.KINDS,
                    BrowserPolicyReader.KINDS)
            .flatMap(List::stream)
            .toList();
    private static final String RATE = "a rate such as 100/s, 10/m or 5000/h";
    private static final double FASTEST = 1e9;

    private PolicyReader() {}

    /** Null when it is none. */
    static @Nullable Policy read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.POLICY, fields);
        Optional<Policy> limit = fields.child("rate-limit", "a mapping such as { key: address, rate: 100/s }")
                .map(policy -> rateLimit(name, policy));
        Optional<Policy> authenticate = fields.child("authenticate", "a mapping with any-of or all-of")
                .map(policy -> AuthenticateReader.read(name, policy));
        Optional<Policy> authorize = fields.child("authorize", "a mapping such as { group: gold }")
                .map(policy -> AuthorizeReader.read(name, policy));
        Optional<Policy> headers =
                fields.child("headers", "a mapping with request and response").map(policy -> headers(name, policy));
        Optional<Policy> protection = ProtectionReader.read(name, fields);
        Optional<Policy> https = HttpsPolicyReader.read(name, fields);
        Optional<Policy> browser = BrowserPolicyReader.read(name, fields);
        fields.later("cache", "jwt", "quota", "concurrency", "compress", "mirror", "fault")
                .later("body", "transform", "timeout")
                .end();
        if (KINDS.stream().filter(fields::has).count() != 1) {
            String message = "a policy is exactly one rule";
            fields.reading().mistakes().add(fields.place(), message, "one of " + String.join(", ", KINDS));
        }
        return limit.or(() -> authenticate)
                .or(() -> authorize)
                .or(() -> headers)
                .or(() -> protection)
                .or(() -> https)
                .or(() -> browser)
                .orElse(null);
    }

    private static Policy rateLimit(String name, Fields fields) {
        RequestKey key =
                fields.required("key", Terms::requestKey, Terms.KEY, new RequestKey(RequestKey.Kind.ROUTE, ""));
        double rate = fields.required("rate", PolicyReader::rate, RATE, 1.0);
        long normal = defaultBurst(rate);
        long burst = fields.value("burst", PolicyReader::burst, "a whole number from 1 to 1000000000")
                .orElse(normal);
        Policy.WhenOwnerLost lost = fields.value("when-owner-lost", PolicyReader::whenLost, "share, deny or admit")
                .orElse(Policy.WhenOwnerLost.SHARE);
        fields.later("window", "calendar", "algorithm", "cost").end();
        return new Policy.RateLimit(name, key, rate, burst, lost);
    }

    /** What a bucket holds when the document does not say: the tokens of one second, at least one. */
    static long defaultBurst(double ratePerSecond) {
        return Math.max(1, (long) Math.ceil(ratePerSecond));
    }

    private static Optional<Double> rate(String text) {
        OptionalDouble rate = Units.rate(text);
        return rate.isPresent() && rate.getAsDouble() > 0 && rate.getAsDouble() <= FASTEST
                ? Optional.of(rate.getAsDouble())
                : Optional.empty();
    }

    private static Optional<Long> burst(String text) {
        return Terms.integer(text, 1, 1_000_000_000).map(Integer::longValue);
    }

    private static Optional<Policy.WhenOwnerLost> whenLost(String text) {
        for (Policy.WhenOwnerLost value : Policy.WhenOwnerLost.values()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }

    private static Policy headers(String name, Fields fields) {
        Policy.Headers headers = new Policy.Headers(
                name, FieldEditsReader.read(fields, "request"), FieldEditsReader.read(fields, "response"));
        fields.end();
        if (headers.request().isEmpty() && headers.response().isEmpty()) {
            fields.reading()
                    .mistakes()
                    .add(fields.place(), "edits nothing", "request or response with set, add, remove");
        }
        return headers;
    }
}
