package io.weir.protocol.grpc;

import java.util.Arrays;

/**
 * Takes messages out of a stream of frames: a byte of flags, the length in four, the message. Bytes come as they come; no
 * more than one message and what came with it is held. One stream; not thread-safe.
 */
public final class GrpcFrames {
    /** Flag of a frame: its message is compressed. */
    public static final int COMPRESSED = 1;

    /** Flag of a gRPC-Web frame: it has no message but the trailers. */
    public static final int TRAILERS = 0x80;

    /** Bytes before a message. */
    public static final int PREFIX = 5;

    private static final byte[] NOTHING = new byte[0];

    private final int mostBytes;
    private byte[] held = NOTHING;
    private int from;
    private int to;
    private int flags;
    private byte[] message = NOTHING;

    /** @param mostBytes of one message */
    public GrpcFrames(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** What {@link #next} found. */
    public enum Found {
        /** A message is {@link #message}. */
        MESSAGE,
        /** More bytes are needed. */
        NOTHING,
        /** A message is longer than it may be; nothing after it can be read. */
        TOO_LARGE,
        /** Flags that mean nothing; nothing after them can be read. */
        MALFORMED
    }

    /** A frame around {@code message}. */
    public static byte[] frame(int flags, byte[] message) {
        byte[] frame = new byte[PREFIX + message.length];
        prefix(frame, 0, flags, message.length);
        System.arraycopy(message, 0, frame, PREFIX, message.length);
        return frame;
    }

    /** Writes the first {@link #PREFIX} bytes of a frame to {@code to} from {@code at} on. */
    public static void prefix(byte[] to, int at, int flags, int length) {
        to[at] = (byte) flags;
        to[at + 1] = (byte) (length >>> 24);
        to[at + 2] = (byte) (length >>> 16);
        to[at + 3] = (byte) (length >>> 8);
        to[at + 4] = (byte) length;
    }

    /** More bytes have come; they are copied. */
    public void add(byte[] bytes, int start, int length) {
        if (held.length - to < length) {
            byte[] room = held.length >= to - from + length ? held : new byte[roomFor(to - from + length)];
            System.arraycopy(held, from, room, 0, to - from);
            held = room;
            to -= from;
            from = 0;
        }
        System.arraycopy(bytes, start, held, to, length);
        to += length;
    }

    private static int roomFor(int bytes) {
        return Math.max(bytes, Integer.highestOneBit(Math.max(bytes, 256) - 1) << 1);
    }

    /** Looks for the next message; after {@link Found#TOO_LARGE} and {@link Found#MALFORMED} it stays there. */
    public Found next() {
        if (to - from < PREFIX) {
            return Found.NOTHING;
        }
        int seen = held[from] & 0xff;
        if ((seen & ~(COMPRESSED | TRAILERS)) != 0) {
            return Found.MALFORMED;
        }
        long length = (held[from + 1] & 0xffL) << 24
                | (held[from + 2] & 0xff) << 16
                | (held[from + 3] & 0xff) << 8
                | held[from + 4] & 0xff;
        if (length > mostBytes) {
            return Found.TOO_LARGE;
        }
        if (to - from - PREFIX < length) {
            return Found.NOTHING;
        }
        flags = seen;
        message = Arrays.copyOfRange(held, from + PREFIX, from + PREFIX + (int) length);
        from += PREFIX + (int) length;
        if (from == to) {
            from = 0;
            to = 0;
        }
        return Found.MESSAGE;
    }

    /** Flags of the frame that {@link #next} found. */
    public int flags() {
        return flags;
    }

    /** What {@link #next} found; the caller's own. */
    public byte[] message() {
        return message;
    }

    /** Nothing of a frame is left over. */
    public boolean isEmpty() {
        return from == to;
    }
}
