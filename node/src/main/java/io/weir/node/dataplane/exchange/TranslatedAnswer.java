package io.weir.node.dataplane.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.node.dataplane.body.BodyReader;
import io.weir.node.dataplane.loop.Chunks;
import io.weir.node.dataplane.upstream.AnswerSink;
import io.weir.node.dataplane.upstream.Failure;
import io.weir.node.dataplane.upstream.UpstreamStream;
import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a backend's wire and {@link Forwarding}, which sees the translated answer as if the backend had sent it: so
 * retries, limits and counters go by what the client sees. One attempt; only on its loop.
 */
final class TranslatedAnswer implements AnswerSink, AnswerTranslation.Answer {
    private final Exchange exchange;
    private final Forwarding to;
    private final UpstreamStream from;
    private final AnswerTranslation translation;
    private final ParsedResponse head = new ParsedResponse();
    private final List<byte[]> parts = new ArrayList<>(2);
    private @Nullable BodyReader chunks;
    private boolean waits;
    private long ticket;
    private boolean pending;
    private boolean begun;
    private boolean over;
    private boolean cut;
    private boolean told;

    TranslatedAnswer(Exchange exchange, Forwarding to, UpstreamStream from, AnswerTranslation translation) {
        this.exchange = exchange;
        this.to = to;
        this.from = from;
        this.translation = translation;
    }

    /** What is translated is no tunnel. */
    @Override
    public boolean takesTunnel(ParsedResponse answer) {
        return false;
    }

    @Override
    public void onInterim(ParsedResponse interim) {
        to.onInterim(interim);
    }

    @Override
    public void onHead(
            ParsedResponse answer, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended) {
        exchange.call.answered(answer);
        if (framing == BodyReader.Framing.CHUNKED) {
            chunks = new BodyReader();
            chunks.beginChunks();
            chunks.keepTrailers();
        }
        translation.onHead(answer, this);
        data(in, start, length);
        finish(ended);
    }

    @Override
    public void onBody(ByteBuf in, int start, int length, boolean ended) {
        data(in, start, length);
        finish(ended);
    }

    @Override
    public void onTrailers(byte[] lines) {
        end(lines);
        tell(true);
    }

    private void data(ByteBuf in, int start, int length) {
        if (over || length == 0) {
            return;
        }
        BodyReader reader = chunks;
        if (reader == null) {
            translation.onData(bytes(in, start, length), this);
            return;
        }
        ByteBuf plain = Unpooled.buffer(length);
        reader.read(in.slice(start, length), plain);
        if (plain.isReadable()) {
            translation.onData(bytes(plain, 0, plain.readableBytes()), this);
        }
    }

    private static byte[] bytes(ByteBuf in, int start, int length) {
        byte[] bytes = new byte[length];
        in.getBytes(start, bytes);
        return bytes;
    }

    private void finish(boolean ended) {
        if (ended) {
            BodyReader reader = chunks;
            end(reader == null ? Chunks.NO_TRAILERS : reader.trailers());
        }
        tell(ended);
    }

    private void end(byte[] trailers) {
        exchange.call.ended(trailers);
        if (!over) {
            translation.onEnd(trailers, this);
        }
        if (!waits) {
            isOver();
        }
    }

    private void isOver() {
        cut |= !over;
        over = true;
    }

    /** Passes on what has been said meanwhile. {@code complete}: the wire is done with the attempt. */
    private void tell(boolean complete) {
        if (told) {
            return;
        }
        if (complete && !over) {
            ticket = to.awaitTranslation();
            return;
        }
        if (over && !complete) {
            from.abandon();
        }
        told = over;
        if (cut) {
            to.onFailure(Failure.MALFORMED);
        } else if (pending || begun && (over || !parts.isEmpty() || !complete)) {
            pass();
        }
    }

    private void pass() {
        boolean bodiless = isBodiless();
        ByteBuf bytes = bodiless ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(parts.toArray(byte[][]::new));
        parts.clear();
        try {
            if (pending) {
                pending = false;
                begun = true;
                BodyReader.Framing framing = bodiless ? BodyReader.Framing.NONE : BodyReader.Framing.FRAMES;
                to.onHead(head, framing, bytes, 0, bytes.readableBytes(), over);
            } else {
                to.onBody(bytes, 0, bytes.readableBytes(), over);
            }
        } finally {
            bytes.release();
        }
    }

    /** RFC 9112 §6.3: whatever is said, the client takes it for the next answer. */
    private boolean isBodiless() {
        int status = head.status();
        return exchange.request.method() == Method.HEAD || status == 204 || status == 304;
    }

    @Override
    public void head(int status, byte[] lines) {
        byte[] first = ("HTTP/1.1 " + status + " " + Reasons.of(status) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + lines.length + 2];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(lines, 0, all, first.length, lines.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        boolean good = head.parse(all, all.length) > 0;
        pending = good;
        cut |= !good;
        over |= !good;
    }

    @Override
    public void body(byte[] bytes) {
        parts.add(bytes);
    }

    @Override
    public void end() {
        over = true;
    }

    @Override
    public Executor later() {
        waits = true;
        return told -> exchange.loop.events().execute(() -> {
            if (to.awaitsTranslation(ticket)) {
                told.run();
                isOver();
                tell(true);
            }
        });
    }

    @Override
    public void cut() {
        over = true;
        cut = true;
    }

    @Override
    public void onFailure(Failure failure) {
        if (!told) {
            told = true;
            to.onFailure(failure);
        }
    }

    @Override
    public void onUpstreamWritable() {
        to.onUpstreamWritable();
    }
}
