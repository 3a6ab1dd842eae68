package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.weir.node.state.StoredBody;
import java.nio.ByteBuffer;

/** A part of a stored body as a wire writes it: the bytes where they lie, which are held until the last of them are written. */
final class HeldBytes extends UnpooledDirectByteBuf {
    private final StoredBody body;

    private HeldBytes(StoredBody body, ByteBuffer bytes) {
        super(UnpooledByteBufAllocator.DEFAULT, bytes, bytes.remaining());
        this.body = body;
    }

    /** Of a body that the caller holds: what lies in one piece there from {@code position} on, {@code most} bytes at most. */
    static ByteBuf of(StoredBody body, long position, int most) {
        ByteBuffer bytes = body.from(position, most);
        if (!bytes.isDirect()) {
            return Unpooled.wrappedBuffer(bytes);
        }
        if (!body.retain()) {
            throw new IllegalStateException("a body that is gone is sent");
        }
        return new HeldBytes(body, bytes);
    }

    @Override
    protected void deallocate() {
        super.deallocate();
        body.release();
    }
}
