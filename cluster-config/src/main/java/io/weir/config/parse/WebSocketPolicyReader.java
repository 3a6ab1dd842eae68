package io.weir.config.parse;

import io.weir.config.model.Policy;
import io.weir.config.model.WebSocketPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads {@code websocket}, and how it is written. */
final class WebSocketPolicyReader {
    static final List<String> KINDS = List.of("websocket");
    private static final String EXPECTED = "false, or a mapping such as { idle: 5m, lifetime: 24h }";
    private static final Duration LEAST_IDLE = Duration.ofMillis(100);

    private WebSocketPolicyReader() {}

    /** Empty when the policy is none of these. */
    static Optional<Policy> read(String name, Fields fields) {
        if (!(fields.tree("websocket") instanceof Tree.Scalar word)) {
            return fields.child("websocket", EXPECTED).map(policy -> bounds(name, policy));
        }
        if (!word.text().equals("false")) {
            fields.mistake("websocket", "is " + word.kind(), EXPECTED);
        }
        return Optional.of(WebSocketPolicy.none(name));
    }

    private static Policy bounds(String name, Fields fields) {
        WebSocketPolicy policy = new WebSocketPolicy(
                name,
                true,
                Numbers.duration(fields, "idle", WebSocketPolicy.IDLE, LEAST_IDLE),
                Numbers.duration(fields, "lifetime", Duration.ZERO, Duration.ZERO));
        fields.end();
        return policy;
    }

    /** Puts the rule's one field into {@code policy}. */
    static void put(Shape policy, WebSocketPolicy rule) {
        if (rule.allowed()) {
            policy.put(
                    "websocket",
                    new Shape()
                            .putUnless("idle", rule.idle(), WebSocketPolicy.IDLE, Units::duration)
                            .putUnless("lifetime", rule.lifetime(), Duration.ZERO, Units::duration)
                            .fields());
        } else {
            policy.put("websocket", false);
        }
    }
}
