package io.weir.node.decide.auth;

import io.weir.config.model.AccessRule;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A claim of that name, or at the end of that way, is the value or a list with it. Numbers and truths count as text. Of a
 * claim that is not there, or is no value, nothing is known.
 */
final class ClaimAccess implements Access {
    private final String name;
    private final String[] way;
    private final String value;

    ClaimAccess(AccessRule.Claim rule) {
        name = rule.name();
        way = rule.name().split("\\.", -1);
        value = rule.value();
    }

    @Override
    public Truth ask(Subject subject) {
        Object claim = subject.claim(name);
        return compare(claim == null && way.length > 1 ? atTheEnd(subject) : claim);
    }

    private @Nullable Object atTheEnd(Subject subject) {
        Object found = subject.claim(way[0]);
        for (int i = 1; i < way.length; i++) {
            found = found instanceof Map<?, ?> map ? map.get(way[i]) : null;
        }
        return found;
    }

    private Truth compare(@Nullable Object claim) {
        if (claim instanceof Collection<?> list) {
            for (Object item : list) {
                if (isValue(item) && value.equals(String.valueOf(item))) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        }
        return isValue(claim) ? Truth.of(value.equals(String.valueOf(claim))) : Truth.UNKNOWN;
    }

    private static boolean isValue(@Nullable Object claim) {
        return claim instanceof String || claim instanceof Number || claim instanceof Boolean;
    }
}
