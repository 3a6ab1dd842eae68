package io.weir.node.dataplane.body;

import io.netty.buffer.ByteBuf;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.FieldTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Follows one message body to its end. Reused; one thread. */
public final class BodyReader {
    /** How a body is framed (RFC 9112 §6.3). */
    public enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        /** Until the connection closes: answers only. */
        CLOSE,
        /** Data whose end is told beside it (RFC 9113 §8.1). */
        FRAMES
    }

    private final ChunkScanner chunks = new ChunkScanner();
    private Framing framing = Framing.NONE;
    private long left;
    private long data;
    private long announced;
    private byte[] trailers = Chunks.NO_TRAILERS;

    /**
     * A request's body.
     *
     * @param refused names that are taken out of the head, and make a body malformed that brings them in its trailers; may
     *     change until those come
     */
    public void beginRequest(FieldTable fields, List<FieldName> refused) {
        Framing requests =
                fields.chunked() ? Framing.CHUNKED : fields.contentLength() > 0 ? Framing.LENGTH : Framing.NONE;
        begin(requests, fields, refused);
    }

    /** An answer's body; {@code bodiless} for 204, 304 and answers to HEAD. */
    public void beginResponse(FieldTable fields, boolean bodiless) {
        begin(bodiless ? Framing.NONE : responseFraming(fields), fields, List.of());
    }

    private static Framing responseFraming(FieldTable fields) {
        if (fields.chunked()) {
            return Framing.CHUNKED;
        }
        return fields.contentLength() < 0 ? Framing.CLOSE : fields.contentLength() == 0 ? Framing.NONE : Framing.LENGTH;
    }

    /** A request's chunks that somebody else has found to be good. */
    public void beginChunks() {
        framing = Framing.CHUNKED;
        chunks.clear(List.of());
    }

    /**
     * A body in frames, of a request or an answer, until {@link #endsAfter}.
     *
     * @param length that was told beforehand, or -1: another is a mistake (RFC 9113 §8.1.1)
     */
    public void beginFrames(long length) {
        framing = Framing.FRAMES;
        left = Long.MAX_VALUE;
        data = 0;
        announced = length;
        trailers = Chunks.NO_TRAILERS;
    }

    /** In frames: after so many more bytes it has ended, with lines of trailers. */
    public void endsAfter(long bytes, byte[] lines) {
        left = bytes;
        trailers = lines;
    }

    /** Lines, each with CR LF. Once it has ended; of chunks only if they were asked for. */
    public byte[] trailers() {
        return framing == Framing.CHUNKED ? chunks.trailers() : trailers;
    }

    /** Trailers of chunks will be asked for. */
    public void keepTrailers() {
        chunks.keepTrailers();
    }

    private void begin(Framing newFraming, FieldTable fields, List<FieldName> refused) {
        framing = newFraming;
        left = newFraming == Framing.LENGTH ? fields.contentLength() : 0;
        data = 0;
        trailers = Chunks.NO_TRAILERS;
        if (newFraming == Framing.CHUNKED) {
            chunks.clear(refused);
        }
    }

    public Framing framing() {
        return framing;
    }

    /** Whether its last byte has been read; never for {@link Framing#CLOSE}. */
    public boolean ended() {
        return switch (framing) {
            case NONE -> true;
            case LENGTH, FRAMES -> left == 0;
            case CHUNKED -> chunks.ended();
            case CLOSE -> false;
        };
    }

    /** Whether the chunks are malformed, or frames bring another length than was told. */
    public boolean bad() {
        return switch (framing) {
            case CHUNKED -> chunks.bad();
            case FRAMES -> announced >= 0 && (data > announced || left == 0 && data < announced);
            case NONE, LENGTH, CLOSE -> false;
        };
    }

    /** Bytes that are still to come; unknown (the largest number) unless a length was told. */
    public long left() {
        return ended() ? 0 : framing == Framing.LENGTH ? left : Long.MAX_VALUE;
    }

    /** Bytes of the body so far, without framing. */
    public long data() {
        return framing == Framing.CHUNKED ? chunks.data() : data;
    }

    /** Moves the reader index over what belongs to the body. {@code plain} receives the data of chunks alone. */
    public void read(ByteBuf in, @Nullable ByteBuf plain) {
        switch (framing) {
            case NONE -> {}
            case CHUNKED -> chunks.read(in, plain);
            case LENGTH, FRAMES -> {
                int count = (int) Math.min(left, in.readableBytes());
                in.skipBytes(count);
                left -= count;
                data += count;
            }
            case CLOSE -> {
                data += in.readableBytes();
                in.skipBytes(in.readableBytes());
            }
        }
    }
}
