package io.weir.node.dataplane.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.weir.node.dataplane.fields.Urgency;

/** Priorities of streams that were not open yet when they were said (RFC 9218 §7.1). One connection. */
final class EarlyPriorities {
    private static final int MOST = 16;

    private int[] ids = {};
    private final byte[] urgencies = new byte[MOST];
    private final boolean[] turns = new boolean[MOST];
    private int count;

    /**
     * Remembers one, in place of what was said of the stream before. Beyond the first few they are forgotten: they are hints.
     *
     * @param open how many streams are
     * @param most how many there may be, with those that are prioritised and not open
     */
    void add(int id, CharSequence value, int open, int most) throws Http2Exception {
        int at = find(id);
        if (at < 0 && open + count >= most) {
            throw Http2Exception.connectionError(
                    Http2Error.PROTOCOL_ERROR, "priorities of more streams than there may be");
        }
        if (at < 0 && count == MOST) {
            return;
        }
        if (ids.length == 0) {
            ids = new int[MOST];
        }
        int to = at < 0 ? count++ : at;
        ids[to] = id;
        urgencies[to] = (byte) Urgency.of(value, Urgency.USUAL);
        turns[to] = Urgency.incremental(value, false);
    }

    /** A stream has opened: it has the priority that was said, and those below it will never open. */
    void opened(int id, OutStream stream) {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                stream.urgency = urgencies[i];
                stream.takesTurns = turns[i];
            } else if (ids[i] > id) {
                ids[kept] = ids[i];
                urgencies[kept] = urgencies[i];
                turns[kept] = turns[i];
                kept++;
            }
        }
        count = kept;
    }

    private int find(int id) {
        for (int i = 0; i < count; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
