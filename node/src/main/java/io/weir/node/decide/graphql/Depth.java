package io.weir.node.decide.graphql;

import io.weir.node.decide.graphql.Selection.Field;
import io.weir.node.decide.graphql.Selection.Fragment;
import java.util.HashMap;
import java.util.Map;

/** How deep selections are; each fragment is looked at once, so the time is that of reading the query. One operation. */
final class Depth {
    private static final int BEGUN = -1;

    private final Map<Fragment, Integer> known = new HashMap<>();
    private boolean introspects;

    boolean introspects() {
        return introspects;
    }

    int of(Selection selection) throws CircularFragments {
        int deepest = 0;
        for (Field field : selection.fields()) {
            introspects |= field.name().equals("__schema") || field.name().equals("__type");
            deepest = Math.max(deepest, 1 + of(field.within()));
        }
        for (Fragment fragment : selection.fragments()) {
            deepest = Math.max(deepest, of(fragment));
        }
        return deepest;
    }

    private int of(Fragment fragment) throws CircularFragments {
        Integer before = known.putIfAbsent(fragment, BEGUN);
        if (before == null) {
            int depth = of(fragment.selection());
            known.put(fragment, depth);
            return depth;
        }
        if (before == BEGUN) {
            throw new CircularFragments();
        }
        return before;
    }
}
