package io.weir.node.dataplane.body;

import io.netty.buffer.ByteBuf;

/**
 * Follows one direction of a WebSocket from frame to frame (RFC 6455 §5.2), so that a frame of one's own can be put between
 * two of them. Looks at the heads of frames alone; what is in them stays closed, and a frame that breaks a rule but has an
 * end is as good as any. One thread.
 */
public final class FrameScanner {
    private static final int CLOSE = 8;
    private static final int SHORTEST_HEAD = 2;
    private static final int MASK = 4;
    private static final int TWO_BYTES = 126;
    private static final int EIGHT_BYTES = 127;

    /** Bytes of the frame's head so far; 0 between two frames. */
    private int head;

    private int lengthEnd;
    private int headLength;
    private int opcode;
    private long left;
    private boolean closed;
    private boolean lost;

    /** Whether the next byte begins a frame. */
    public boolean atBoundary() {
        return head == 0 && !lost;
    }

    /** Whether a Close frame has gone by: nothing may follow it. */
    public boolean closed() {
        return closed;
    }

    /** Whether these are no frames: then there is never a boundary again. */
    public boolean lost() {
        return lost;
    }

    /** Goes over {@code in[start, end)}. */
    public void follow(ByteBuf in, int start, int end) {
        int at = start;
        while (at < end && !lost) {
            at = step(in, at, end);
        }
    }

    /** The same up to the next boundary, which may be {@code start}; answers where that is, or {@code end}. */
    public int followToBoundary(ByteBuf in, int start, int end) {
        int at = start;
        while (at < end && !lost && head != 0) {
            at = step(in, at, end);
        }
        return lost ? end : at;
    }

    private int step(ByteBuf in, int at, int end) {
        if (head < SHORTEST_HEAD || head < headLength) {
            headByte(in.getByte(at));
            return at + 1;
        }
        int count = (int) Math.min(left, end - at);
        left -= count;
        endIfComplete();
        return at + count;
    }

    private void headByte(byte b) {
        if (head == 0) {
            opcode = b & 0xf;
        } else if (head == 1) {
            int told = b & 0x7f;
            lengthEnd = SHORTEST_HEAD + (told == EIGHT_BYTES ? 8 : told == TWO_BYTES ? 2 : 0);
            headLength = lengthEnd + (b < 0 ? MASK : 0);
            left = told < TWO_BYTES ? told : 0;
        } else if (head < lengthEnd) {
            left = left << 8 | b & 0xff;
        }
        head++;
        if (left < 0) {
            lost = true; // the most significant bit must be 0
        } else if (head >= SHORTEST_HEAD && head == headLength) {
            endIfComplete();
        }
    }

    private void endIfComplete() {
        if (left == 0) {
            head = 0;
            headLength = 0;
            closed |= opcode == CLOSE;
        }
    }
}
