package io.weir.node.dataplane.loop;

import io.netty.buffer.ByteBuf;

/** What has come from a peer in pieces and waits to be taken. */
public final class Arrived {
    private Arrived() {}

    /** Both, which are released, in a new buffer: parts of the old one may still be on their way. */
    public static ByteBuf join(ByteBuf before, ByteBuf more) {
        ByteBuf both = before.alloc().buffer(before.readableBytes() + more.readableBytes());
        both.writeBytes(before).writeBytes(more);
        before.release();
        more.release();
        return both;
    }
}
