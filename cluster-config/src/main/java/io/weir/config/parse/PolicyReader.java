package io.weir.config.parse;

import io.weir.config.model.Policy;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads one of {@code policies}. */
final class PolicyReader {
    private static final List<String> KINDS = Stream.of(
                    List.of("rate-limit", "authenticate", "authorize", "headers"),
                    ProtectionReader.KINDS,
                    HttpsPolicyReader.KINDS,
                    BrowserPolicyReader.KINDS,
                    GrpcPolicyReader.KINDS,
                    ValidateReader.KINDS,
                    WebSocketPolicyReader.KINDS,
                    CachePolicyReader.KINDS,
                    RewriteReader.KINDS,
                    TransformReader.KINDS,
                    GraphqlPolicyReader.KINDS,
                    CodingPolicyReader.KINDS)
            .flatMap(List::stream)
            .toList();

    private PolicyReader() {}

    /** Null when it is none. */
    static @Nullable Policy read(Fields fields) {
        String name = fields.reading().names().declare(Names.Kind.POLICY, fields);
        Optional<Policy> limit = fields.child("rate-limit", "a mapping such as { key: address, rate: 100/s }")
                .map(policy -> RateLimitReader.read(name, policy));
        Optional<Policy> authenticate = fields.child("authenticate", "a mapping with any-of or all-of")
                .map(policy -> AuthenticateReader.read(name, policy));
        Optional<Policy> authorize = fields.child("authorize", "a mapping such as { group: gold }")
                .map(policy -> AuthorizeReader.read(name, policy));
        Optional<Policy> headers =
                fields.child("headers", "a mapping with request and response").map(policy -> headers(name, policy));
        Optional<Policy> protection = ProtectionReader.read(name, fields);
        Optional<Policy> https = HttpsPolicyReader.read(name, fields);
        Optional<Policy> browser = BrowserPolicyReader.read(name, fields);
        Optional<Policy> grpc = GrpcPolicyReader.read(name, fields);
        Optional<Policy> validate = ValidateReader.read(name, fields);
        Optional<Policy> webSocket = WebSocketPolicyReader.read(name, fields);
        Optional<Policy> cache = CachePolicyReader.read(name, fields);
        Optional<Policy> rewrite = RewriteReader.read(name, fields);
        Optional<Policy> transform = TransformReader.read(name, fields);
        Optional<Policy> graphql = GraphqlPolicyReader.read(name, fields);
        Optional<Policy> coding = CodingPolicyReader.read(name, fields);
        fields.later("jwt", "quota", "concurrency", "mirror", "fault")
                .later("body", "timeout")
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
                .or(() -> validate)
                .or(() -> grpc)
                .or(() -> webSocket)
                .or(() -> cache)
                .or(() -> rewrite)
                .or(() -> transform)
                .or(() -> graphql)
                .or(() -> coding)
                .orElse(null);
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
