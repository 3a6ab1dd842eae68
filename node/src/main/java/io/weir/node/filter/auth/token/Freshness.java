package io.weir.node.filter.auth.token;

import io.weir.node.state.HttpCalls;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** How long an answer counts as new (RFC 9111 §5.2.2.1: {@code max-age}). */
final class Freshness {
    private static final String MAX_AGE = "max-age=";
    private static final int MOST_DIGITS = 9;

    private Freshness() {}

    static Duration of(HttpCalls.Reply reply, Duration usual) {
        for (String value : reply.fields().getOrDefault("cache-control", List.of())) {
            for (String directive : value.toLowerCase(Locale.ROOT).split(",")) {
                String word = directive.strip();
                String digits = word.startsWith(MAX_AGE) ? word.substring(MAX_AGE.length()) : "";
                boolean number = !digits.isEmpty()
                        && digits.length() <= MOST_DIGITS
                        && digits.chars().allMatch(c -> c >= '0' && c <= '9');
                if (number) {
                    return Duration.ofSeconds(Long.parseLong(digits));
                }
            }
        }
        return usual;
    }
}
