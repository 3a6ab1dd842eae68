package io.weir.config.parse;

/** A place in a text; both count from 1. */
record Position(int line, int column) {
    static final Position START = new Position(1, 1);
}
