package io.weir.node.state;

/** Scratch space of one match: path parameters as ranges of the head's buffer. One per connection, never shared. */
public final class RouteMatch {
    private static final int MAX_PARAMETERS = 16;

    private final int[] starts = new int[MAX_PARAMETERS];
    private final int[] ends = new int[MAX_PARAMETERS];
    private int parameters;
    private int allowedMethods;

    public void clear() {
        parameters = 0;
        allowedMethods = 0;
    }

    public void truncate(int count) {
        parameters = count;
    }

    public void addParameter(int start, int end) {
        if (parameters < MAX_PARAMETERS) {
            starts[parameters] = start;
            ends[parameters++] = end;
        }
    }

    public int parameters() {
        return parameters;
    }

    public int start(int parameter) {
        return starts[parameter];
    }

    public int end(int parameter) {
        return ends[parameter];
    }

    /** Notes that the path exists for the methods in {@code methodBits} (bit = ordinal of {@code Method}). */
    public void allow(int methodBits) {
        allowedMethods |= methodBits;
    }

    /** Zero: no route has this path (404); otherwise the methods of a 405's {@code Allow}. */
    public int allowedMethods() {
        return allowedMethods;
    }
}
