package io.weir.node.decide.route;

/** Where a match leaves what it found besides the route. The caller's scratch space. */
public interface Captures {
    void clear();

    /** How many path parameters there are so far. */
    int parameters();

    /** Forgets the parameters after the first {@code count}: that way led nowhere. */
    void truncate(int count);

    /** The next path parameter is {@code [start, end)} of the head's buffer. */
    void addParameter(int start, int end);

    /** Notes that the path exists for the methods in {@code methodBits} (bit = ordinal of {@code Method}). */
    void allow(int methodBits);
}
