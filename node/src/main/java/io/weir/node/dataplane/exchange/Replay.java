package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.loop.Chunks;
import java.util.ArrayList;
import java.util.List;

/** What was sent of a request body, kept as long as it is small, so that it can be sent again. One exchange. */
final class Replay {
    private static final int MOST = 64 * 1024;

    private final List<ByteBuf> parts = new ArrayList<>(2);
    private int bytes;
    private boolean whole = true;

    /** Whether all that was sent can be sent again. */
    boolean isWhole() {
        return whole;
    }

    /** Keeps a reference of its own to {@code part}, or gives up keeping. */
    void keep(ByteBuf part) {
        if (!whole) {
            return;
        }
        if (bytes + part.readableBytes() > MOST) {
            giveUp();
        } else {
            bytes += part.readableBytes();
            parts.add(part.retainedDuplicate());
        }
    }

    /** Keeps a reference of its own to {@code body}, which is all of it, and has been bounded by whoever collected it. */
    void keepWhole(ByteBuf body) {
        parts.add(body.retainedDuplicate());
    }

    /** From here on nothing is kept, and what was sent is gone. */
    void giveUp() {
        release();
        whole = false;
    }

    void sendAgain(RequestStream stream) {
        for (ByteBuf part : parts) {
            stream.part(part.retainedDuplicate(), false, Chunks.NO_TRAILERS);
        }
    }

    private void release() {
        parts.forEach(ByteBuf::release);
        parts.clear();
        bytes = 0;
    }

    /** Ready for another exchange. */
    void clear() {
        if (!parts.isEmpty()) {
            release();
        }
        whole = true;
        bytes = 0;
    }
}
