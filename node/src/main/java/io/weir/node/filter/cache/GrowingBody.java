package io.weir.node.filter.cache;

import io.weir.node.state.LiveAnswer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A body as far as it has come: written by one, read by any number at their own pace. Who is slow holds up nobody, and keeps
 * what an entry of the store would keep. Thread-safe.
 */
final class GrowingBody implements LiveAnswer.Body {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final long length;
    private final List<Reader> readers = new ArrayList<>(2);
    private ByteBuffer[] parts = new ByteBuffer[2];
    private long[] starts = new long[2];
    private int count;
    private long received;
    private boolean cut;

    /** One that has all there is. */
    private record Reader(Executor loop, Runnable then) {}

    /** @param length of all of it; -1: it is not known yet */
    GrowingBody(long length) {
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    /** The array belongs to the body from now on. */
    void add(byte[] data) {
        synchronized (this) {
            if (count == parts.length) {
                parts = Arrays.copyOf(parts, 2 * count);
                starts = Arrays.copyOf(starts, 2 * count);
            }
            parts[count] = ByteBuffer.wrap(data);
            starts[count++] = received;
            received += data.length;
        }
        wake();
    }

    /** All of it in one piece, which takes the place of the parts. */
    void complete(ByteBuffer whole) {
        synchronized (this) {
            parts = new ByteBuffer[] {whole};
            starts = new long[1];
            count = 1;
            received = whole.remaining();
        }
        wake();
    }

    /** No more comes. */
    void end() {
        synchronized (this) {
            cut = received != length;
        }
        wake();
    }

    synchronized long received() {
        return received;
    }

    /** Puts all that has come into {@code to}. */
    synchronized void copyTo(ByteBuffer to) {
        for (int part = 0; part < count; part++) {
            to.put(parts[part].duplicate());
        }
    }

    @Override
    public synchronized ByteBuffer from(long position, int most) {
        if (position >= received) {
            return NOTHING;
        }
        int found = Arrays.binarySearch(starts, 0, count, position);
        int part = found >= 0 ? found : -found - 2;
        int offset = (int) (position - starts[part]);
        return parts[part].slice(offset, Math.min(most, parts[part].remaining() - offset));
    }

    @Override
    public synchronized boolean isCut() {
        return cut;
    }

    @Override
    public void await(long position, Executor loop, Runnable then) {
        synchronized (this) {
            if (position >= received && !cut && received != length) {
                readers.add(new Reader(loop, then));
                return;
            }
        }
        loop.execute(then);
    }

    private void wake() {
        List<Reader> told;
        synchronized (this) {
            if (readers.isEmpty()) {
                return;
            }
            told = List.copyOf(readers);
            readers.clear();
        }
        told.forEach(reader -> reader.loop.execute(reader.then));
    }
}
