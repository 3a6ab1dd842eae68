package io.weir.node.decide.graphql;

import java.util.Map;

/**
 * One operation of a query.
 *
 * @param name empty where it has none
 * @param depth fields within one another
 * @param standing how many items what stands for variables that are not given asks for
 * @param introspects whether it asks for {@code __schema} or {@code __type}
 */
public record Operation(
        String name, Kind kind, Selection selection, Map<String, Long> standing, int depth, boolean introspects) {
    public Operation {
        standing = Map.copyOf(standing);
    }

    /** What operations do. */
    public enum Kind {
        QUERY,
        MUTATION,
        SUBSCRIPTION
    }

    /** @throws CircularFragments when a fragment contains itself */
    public static Operation of(String name, Kind kind, Selection selection, Map<String, Long> standing)
            throws CircularFragments {
        Depth depth = new Depth();
        return new Operation(name, kind, selection, standing, depth.of(selection), depth.introspects());
    }
}
