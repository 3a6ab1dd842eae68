package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.weir.protocol.http.Octets;

/** How a client says from the start that it speaks HTTP/2 (RFC 9113 §3.4). */
public enum Preface {
    HTTP2,
    NONE,
    /** More bytes have to come. */
    UNDECIDED;

    private static final byte[] BYTES = Octets.ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

    /** What the first bytes of a connection are. */
    public static Preface of(ByteBuf in) {
        int length = Math.min(in.readableBytes(), BYTES.length);
        for (int i = 0; i < length; i++) {
            if (in.getByte(in.readerIndex() + i) != BYTES[i]) {
                return NONE;
            }
        }
        return length == BYTES.length ? HTTP2 : UNDECIDED;
    }
}
