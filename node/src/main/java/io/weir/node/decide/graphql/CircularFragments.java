package io.weir.node.decide.graphql;

/** A fragment contains itself: what asks for it asks for anything without an end. */
public final class CircularFragments extends Exception {
    private static final long serialVersionUID = 1;

    CircularFragments() {
        super("a fragment contains itself", null, false, false);
    }
}
