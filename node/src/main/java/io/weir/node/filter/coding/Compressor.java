package io.weir.node.filter.coding;

import java.util.function.Consumer;

/** Compresses one body. Holds native memory until it is closed. One thread, the same from its beginning to its end. */
interface Compressor extends AutoCloseable {
    /** So much is taken at once; a loop has it done within a millisecond. */
    int PIECE = 16 * 1024;

    /** Takes up to {@link #PIECE} bytes; what they became may come later. */
    void add(byte[] data, int from, int length, Consumer<byte[]> out);

    /** All that was taken comes out. */
    void flush(Consumer<byte[]> out);

    /** The same, and the end. */
    void finish(Consumer<byte[]> out);

    @Override
    void close();
}
