package io.weir.node.dataplane.http2;

/** Numbers of streams that a client has left out, which it may not come back to (RFC 9113 §5.1.1). One connection. */
final class SkippedStreams {
    private static final int MOST = 16;

    private int[] ranges = {};
    private int next;
    private int last = -1;

    /** A stream was opened, with a higher number than all before. */
    void opened(int id) {
        if (id > last + 2) {
            add(last + 2, id - 2);
        }
        last = id;
    }

    private void add(int first, int end) {
        if (ranges.length == 0) {
            ranges = new int[2 * MOST];
        }
        ranges[next] = first;
        ranges[next + 1] = end;
        next = (next + 2) % ranges.length;
    }

    /** Whether {@code id} was left out, as far as that is remembered. */
    boolean has(int id) {
        for (int i = 0; i < ranges.length; i += 2) {
            if (id >= ranges[i] && id <= ranges[i + 1] && id > 0) {
                return true;
            }
        }
        return false;
    }
}
