package io.weir.node.telemetry;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * Lines on their way from one loop to one writer: a ring of bytes. Adding one is a copy and a store with release
 * semantics, no lock and no call into the kernel; only when the ring becomes half full the writer is woken. A line that
 * finds no room is dropped and counted. Source of the scheme: L. Lamport, "Specifying concurrent program modules" (1983).
 */
final class LineRing {
    private static final VarHandle CURSOR = MethodHandles.arrayElementVarHandle(long[].class);

    /** Places in {@link #cursors}, 256 bytes apart: each side writes to a cache line of its own. */
    private static final int TAIL = 32;

    private static final int DROPPED = TAIL + 1;
    private static final int HEAD = 64;

    private final byte[] ring;
    private final int mask;
    private final Runnable wake;
    private final long[] cursors = new long[96];

    /** The loop's own: where it believes the writer is, and whether it has woken it. */
    private long headSeen;

    private boolean woken;

    /**
     * @param capacity in bytes, a power of two
     * @param wake wakes the writer
     */
    LineRing(int capacity, Runnable wake) {
        ring = new byte[capacity];
        mask = capacity - 1;
        this.wake = wake;
    }

    /** Adds a line, its line feed included, or counts it as dropped. Only on the loop. */
    void offer(byte[] line, int length) {
        long tail = cursors[TAIL];
        long end = tail + length;
        if (end - headSeen > ring.length / 2) {
            headSeen = (long) CURSOR.getAcquire(cursors, HEAD);
        }
        long used = end - headSeen;
        if (used > ring.length) {
            CURSOR.setOpaque(cursors, DROPPED, cursors[DROPPED] + 1);
            return;
        }
        copyIn(line, length, (int) tail & mask);
        CURSOR.setRelease(cursors, TAIL, end);
        wakeWhenHalfFull(used);
    }

    private void copyIn(byte[] line, int length, int at) {
        int first = Math.min(length, ring.length - at);
        System.arraycopy(line, 0, ring, at, first);
        System.arraycopy(line, first, ring, 0, length - first);
    }

    private void wakeWhenHalfFull(long used) {
        boolean half = used > ring.length / 2;
        if (half && !woken) {
            wake.run();
        }
        woken = half;
    }

    /** Moves as many whole lines as there are and fit. Only the writer. */
    void drainTo(ByteBuffer lines) {
        long head = cursors[HEAD];
        long waiting = (long) CURSOR.getAcquire(cursors, TAIL) - head;
        int length = wholeLines(head, (int) Math.min(waiting, lines.remaining()));
        int at = (int) head & mask;
        int first = Math.min(length, ring.length - at);
        lines.put(ring, at, first).put(ring, 0, length - first);
        CURSOR.setRelease(cursors, HEAD, head + length);
    }

    private int wholeLines(long head, int most) {
        int length = most;
        while (length > 0 && ring[(int) (head + length - 1) & mask] != '\n') {
            length--;
        }
        return length;
    }

    /** Lines that found no room. Any thread. */
    long dropped() {
        return (long) CURSOR.getOpaque(cursors, DROPPED);
    }
}
