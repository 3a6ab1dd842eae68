package io.weir.node.decide.graphql;

import java.util.List;
import java.util.function.Supplier;

/**
 * What is asked for of one object. Fields of inline fragments are among its own: which of them the object has is known to the
 * backend alone, so all count.
 *
 * @param fragments the named ones that it spreads; each is there once for all who spread it
 */
public record Selection(List<Field> fields, List<Fragment> fragments) {
    public static final Selection NOTHING = new Selection(List.of(), List.of());

    public Selection {
        fields = List.copyOf(fields);
        fragments = List.copyOf(fragments);
    }

    /**
     * One field.
     *
     * @param cost its own
     * @param items how many of it are asked for
     */
    public record Field(String name, long cost, Items items, Selection within) {}

    /** Compared by identity: a query may name fragments that name others, twice each, thirty levels deep. */
    public static final class Fragment {
        private final Supplier<Selection> selection;

        /** @param selection may be known later than whoever spreads the fragment */
        public Fragment(Supplier<Selection> selection) {
            this.selection = selection;
        }

        Selection selection() {
            return selection.get();
        }
    }
}
