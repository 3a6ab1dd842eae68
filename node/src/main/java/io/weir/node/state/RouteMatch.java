package io.weir.node.state;

import io.weir.node.decide.route.Captures;

/** Scratch space of one match: path parameters as ranges of the head's buffer. One per connection, never shared. */
public final class RouteMatch implements Captures {
    private static final int MAX_PARAMETERS = 16;

    private final int[] starts = new int[MAX_PARAMETERS];
    private final int[] ends = new int[MAX_PARAMETERS];
    private int parameters;
    private int allowedMethods;

    @Override
    public void clear() {
        parameters = 0;
        allowedMethods = 0;
    }

    @Override
    public void truncate(int count) {
        parameters = count;
    }

    @Override
    public void addParameter(int start, int end) {
        if (parameters < MAX_PARAMETERS) {
            starts[parameters] = start;
            ends[parameters++] = end;
        }
    }

    @Override
    public int parameters() {
        return parameters;
    }

    public int start(int parameter) {
        return starts[parameter];
    }

    public int end(int parameter) {
        return ends[parameter];
    }

    @Override
    public void allow(int methodBits) {
        allowedMethods |= methodBits;
    }

    /** Zero: no route has this path (404); otherwise the methods of a 405's {@code Allow}. */
    public int allowedMethods() {
        return allowedMethods;
    }
}
