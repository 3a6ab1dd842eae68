package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/**
 * Looks at all frames of a client as they arrive, those too that are passed over afterwards because their streams are gone
 * or unknown: what they cost, and whether a head has begun and not ended (RFC 9113 §10.5). Reads nothing away. One connection.
 */
final class FrameWatch {
    private static final int PREFACE = 24;
    private static final int HEADER = 9;
    private static final int SETTINGS_COST = 10;
    private static final int PING_COST = 2;

    private final Calm calm;
    /** Bytes that are not looked at: of the preface, or the rest of a frame. */
    private int passing = PREFACE;

    private final byte[] header = new byte[HEADER];
    private int known;
    /** A head was begun by a frame that has not ended it. */
    private boolean goesOn;

    FrameWatch(Calm calm) {
        this.calm = calm;
    }

    /** Whether a head, or trailers, have begun and not ended. */
    boolean inHead() {
        return goesOn || known > 3 && isHead(header[3]);
    }

    private static boolean isHead(byte type) {
        return type == Http2FrameTypes.HEADERS || type == Http2FrameTypes.CONTINUATION;
    }

    void look(ByteBuf in) throws Http2Exception {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end) {
            if (passing > 0) {
                int passed = Math.min(passing, end - at);
                passing -= passed;
                at += passed;
                if (passing == 0) {
                    known = 0;
                }
            } else {
                header[known++] = in.getByte(at++);
                if (known == HEADER) {
                    begun();
                }
            }
        }
    }

    /** The header of a frame is there. */
    private void begun() throws Http2Exception {
        passing = (header[0] & 0xff) << 16 | (header[1] & 0xff) << 8 | header[2] & 0xff;
        byte type = header[3];
        if (isHead(type)) {
            goesOn = (header[4] & Http2Flags.END_HEADERS) == 0;
        }
        if (passing == 0) {
            known = 0;
        }
        calm.noise(cost(type));
    }

    private static int cost(byte type) {
        return switch (type) {
            case Http2FrameTypes.HEADERS, Http2FrameTypes.CONTINUATION -> 0; // bounded by themselves
            case Http2FrameTypes.SETTINGS, Http2FrameTypes.GO_AWAY -> SETTINGS_COST;
            case Http2FrameTypes.PING -> PING_COST;
            default -> 1;
        };
    }
}
