package io.weir.node.dataplane.loop;

/** The streams that this side has reset last: what is still on its way for them is no mistake (RFC 9113 §5.1). One connection. */
public final class RecentStreams {
    private static final int MOST = 64;

    private int[] ids = {};
    private int next;

    public void add(int id) {
        if (ids.length == 0) {
            ids = new int[MOST];
        }
        ids[next] = id;
        next = (next + 1) % MOST;
    }

    public boolean has(int id) {
        for (int one : ids) {
            if (one == id) {
                return true;
            }
        }
        return false;
    }
}
