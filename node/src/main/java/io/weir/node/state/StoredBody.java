package io.weir.node.state;

import java.nio.ByteBuffer;

/**
 * The bytes of a stored answer's body, without framing. Whoever reads them holds them meanwhile: what is dropped from the store
 * stays where it is until all who hold it have let it go. Thread-safe.
 */
public interface StoredBody {
    /** None. */
    StoredBody NONE = of(ByteBuffer.allocate(0));

    long length();

    /**
     * Some bytes from {@code position} on, at least one where there are any and {@code most} at most: a view, to be read while the
     * body is held.
     */
    ByteBuffer from(long position, int most);

    /** Holds it; false: it is gone. */
    boolean retain();

    /** Lets it go, once for each time that it was held. */
    void release();

    /** Bytes that the garbage collector looks after; neither they nor the buffer's position are to change. */
    static StoredBody of(ByteBuffer bytes) {
        return new StoredBody() {
            @Override
            public long length() {
                return bytes.remaining();
            }

            @Override
            public ByteBuffer from(long position, int most) {
                int start = bytes.position() + (int) position;
                return bytes.slice(start, Math.min(most, bytes.limit() - start));
            }

            @Override
            public boolean retain() {
                return true;
            }

            @Override
            public void release() {}
        };
    }
}
