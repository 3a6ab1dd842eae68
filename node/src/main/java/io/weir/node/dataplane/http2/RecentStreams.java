package io.weir.node.dataplane.http2;

/** The streams that were reset last: what is still on its way for them is no mistake (RFC 9113 §5.1). One connection. */
final class RecentStreams {
    private static final int MOST = 64;

    private int[] ids = {};
    private int next;

    void add(int id) {
        if (ids.length == 0) {
            ids = new int[MOST];
        }
        ids[next] = id;
        next = (next + 1) % MOST;
    }

    boolean has(int id) {
        for (int one : ids) {
            if (one == id) {
                return true;
            }
        }
        return false;
    }
}
