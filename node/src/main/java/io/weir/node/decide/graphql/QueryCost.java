package io.weir.node.decide.graphql;

import io.weir.node.decide.graphql.Selection.Field;
import io.weir.node.decide.graphql.Selection.Fragment;
import java.util.HashMap;
import java.util.Map;

/**
 * What an operation costs with the variables of one request: a field its own cost and that of what it is asked for, so often
 * as it is asked for. Never overflows: it stays at {@link Long#MAX_VALUE}. One operation and request.
 */
final class QueryCost {
    private final Map<Fragment, Long> known = new HashMap<>();
    private final Items.Given given;
    private final Map<String, Long> standing;

    QueryCost(Items.Given given, Map<String, Long> standing) {
        this.given = given;
        this.standing = standing;
    }

    long of(Selection selection) {
        long sum = 0;
        for (Field field : selection.fields()) {
            sum = plus(sum, times(field.items().of(given, standing), plus(field.cost(), of(field.within()))));
        }
        for (Fragment fragment : selection.fragments()) {
            sum = plus(sum, of(fragment));
        }
        return sum;
    }

    private long of(Fragment fragment) {
        Long before = known.get(fragment);
        if (before != null) {
            return before;
        }
        long cost = of(fragment.selection());
        known.put(fragment, cost);
        return cost;
    }

    static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static long times(long items, long cost) {
        boolean fits = cost == 0 || items <= Long.MAX_VALUE / cost;
        return fits ? items * cost : Long.MAX_VALUE;
    }
}
