package io.weir.node.filter.coding;

/** Decodes one coding of a body, in pieces, so that who asks can stop. Holds native memory until it is closed. */
interface Decompressor extends AutoCloseable {
    /** No piece is larger. */
    int PIECE = 32 * 1024;

    /** Takes more, when {@link #next} has nothing any more. */
    void give(byte[] data);

    /** The next piece of what was given; empty: more has to be given. */
    byte[] next() throws BadCoding;

    /** Whether what was given so far is complete. */
    boolean isComplete();

    @Override
    void close();
}
