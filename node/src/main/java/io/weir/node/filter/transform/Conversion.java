package io.weir.node.filter.transform;

import io.weir.node.filter.transform.format.BodyFault;

/** A body's way from what one side says to what the other understands. Pure but for its edits; on a loop or a worker. */
interface Conversion {
    /** On a loop everybody else waits meanwhile: such a body takes some 200 µs. */
    int SMALL = 8 * 1024;

    /** Bodies up to this length are work for a loop; -1: none is. */
    default int mostOnLoop() {
        return SMALL;
    }

    /**
     * @param status of the answer; 0: it is a request
     * @throws BodyFault when it cannot be read, changed or written
     */
    Converted convert(byte[] body, int status) throws BodyFault;

    /** Of what is made of bodies that are in order. */
    String contentType();

    /** Whether it makes something of an empty body; otherwise that stays empty. */
    default boolean takesNothing() {
        return false;
    }

    /** Whether, and how, it can be done piece by piece. */
    default Streaming streaming() {
        return Streaming.NONE;
    }

    /** What becomes of JSON texts that can be converted one by one. */
    enum Streaming {
        NONE,
        /** Items of an array become lines. */
        TO_LINES,
        /** Lines become items of an array. */
        TO_ARRAY
    }

    /** @param status the answer's, as it is now */
    record Converted(int status, String contentType, byte[] body) {}
}
