package io.weir.config.parse;

import io.weir.config.model.BrowserPolicy;
import io.weir.config.model.Policy;
import java.util.List;
import java.util.Optional;

/** Reads the policies about browsers, and how they are written. */
final class BrowserPolicyReader {
    static final List<String> KINDS = List.of("cors", "csrf", "security-headers");

    private BrowserPolicyReader() {}

    /** Empty when the policy is none of these. */
    static Optional<Policy> read(String name, Fields fields) {
        Optional<Policy> cors = fields.child("cors", "a mapping such as { origins: [\"https://app.example.com\"] }")
                .map(policy -> CorsReader.read(name, policy));
        Optional<Policy> csrf = fields.child("csrf", "a mapping such as { require: true }, or {}")
                .map(policy -> CsrfReader.read(name, policy));
        Optional<Policy> headers = fields.child("security-headers", "a mapping such as { frames: same-origin }, or {}")
                .map(policy -> SecurityHeadersReader.read(name, policy));
        return cors.or(() -> csrf).or(() -> headers);
    }

    /** Puts the rule's one field into {@code policy}. */
    static void put(Shape policy, BrowserPolicy rule) {
        if (rule instanceof BrowserPolicy.Cors cors) {
            policy.put("cors", CorsReader.shape(cors));
        } else if (rule instanceof BrowserPolicy.Csrf csrf) {
            policy.put("csrf", CsrfReader.shape(csrf));
        } else if (rule instanceof BrowserPolicy.SecurityHeaders headers) {
            policy.put("security-headers", SecurityHeadersReader.shape(headers));
        } else {
            throw new IllegalStateException("no way to write " + rule);
        }
    }
}
