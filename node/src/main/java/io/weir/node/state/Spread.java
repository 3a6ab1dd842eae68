package io.weir.node.state;

import java.util.List;

/**
 * How far a change has come that is to hold on every node.
 *
 * @param applied names of the nodes that said that it is in force there
 * @param missing names of the members that did not say so in time; it reaches them when they can be reached
 * @param stored it is on disk here and on its way; false: it is lost
 */
public record Spread(List<String> applied, List<String> missing, boolean stored) {
    public Spread {
        applied = List.copyOf(applied);
        missing = List.copyOf(missing);
    }

    /** It holds on every member. */
    public boolean everywhere() {
        return stored && missing.isEmpty();
    }
}
