package io.weir.node.filter.coding;

/** What was sent is not in the coding that it says. */
final class BadCoding extends Exception {
    private static final long serialVersionUID = 1;

    /** @param what follows "the body" */
    BadCoding(String what) {
        super(what);
    }
}
