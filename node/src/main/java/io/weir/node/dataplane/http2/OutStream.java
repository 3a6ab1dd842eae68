package io.weir.node.dataplane.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Stream;
import io.weir.node.dataplane.fields.Urgency;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What waits to be sent on one stream because a window is closed, or the connection busy. Only on its loop. */
final class OutStream {
    /** A whole small part is copied: then it keeps no larger buffer from being used again. */
    static final int COPIED = 16 * 1024;

    /** With so much waiting, more is not asked for; half of that is little enough to go on. */
    static final int MOST_WAITING = 64 * 1024;

    final Http2Stream stream;
    private final Runnable onRoom;
    private final ArrayDeque<ByteBuf> parts = new ArrayDeque<>(0);
    private @Nullable ByteBuf open;

    @Nullable
    Http2Headers trailers;

    int window;
    int waiting;
    int urgency = Urgency.USUAL;
    /** Whether it takes turns, frame by frame; else it is sent as a whole, as far as there is anything of it. */
    boolean takesTurns = true;

    boolean ended;
    boolean ready;
    boolean full;
    long sent;

    /** @param onRoom is told when little enough waits again */
    OutStream(Http2Stream stream, int window, Runnable onRoom) {
        this.stream = stream;
        this.window = window;
        this.onRoom = onRoom;
    }

    boolean isEmpty() {
        return waiting == 0;
    }

    boolean hasRoom() {
        full = waiting >= MOST_WAITING;
        return !full;
    }

    void add(ByteBufAllocator allocator, ByteBuf in, int start, int length) {
        waiting += length;
        if (length > COPIED) {
            open = null;
            parts.addLast(in.retainedSlice(start, length));
            return;
        }
        ByteBuf to = open;
        if (to == null || to.writableBytes() < length) {
            to = allocator.buffer(Math.max(length, parts.isEmpty() ? length : COPIED));
            open = to;
            parts.addLast(to);
        }
        to.writeBytes(in, start, length);
    }

    /** The next bytes, {@code most} of them or fewer. */
    ByteBuf take(int most) {
        ByteBuf first = parts.getFirst();
        int count = Math.min(most, first.readableBytes());
        waiting -= count;
        sent += count;
        if (count < first.readableBytes()) {
            return first.readRetainedSlice(count);
        }
        parts.removeFirst();
        open = parts.isEmpty() ? null : open;
        return first;
    }

    /** Some of it was sent. */
    void tellRoom() {
        if (full && waiting <= MOST_WAITING / 2) {
            full = false;
            onRoom.run();
        }
    }

    void drop() {
        parts.forEach(ByteBuf::release);
        parts.clear();
        open = null;
        trailers = null;
        waiting = 0;
    }
}
