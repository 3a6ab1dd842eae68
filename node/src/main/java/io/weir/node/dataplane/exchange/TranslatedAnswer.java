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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands between a backend's wire and {@link Forwarding}, which sees the translated answer as if the backend had sent it: so
 * retries, limits, counters and the cache go by what the client sees. The client's side pulls: nothing is translated that it
 * does not take yet, and the backend is not read meanwhile. One attempt; only on its loop.
 */
final class TranslatedAnswer implements AnswerSink {
    private static final Logger LOG = LoggerFactory.getLogger(TranslatedAnswer.class);

    /** Others wait for the loop meanwhile. */
    private static final long TURN_NANOS = 1_000_000;

    /** So much is handed on at a time. */
    private static final int PART = 64 * 1024;

    private final Exchange exchange;
    private final Forwarding to;
    private final UpstreamStream from;

    /** The first is the client's neighbour, the last the backend's. */
    private final AnswerStage[] stages;

    private final List<byte[]> parts = new ArrayList<>(2);
    private int partsLength;
    private @Nullable ParsedResponse head;
    private byte @Nullable [] trailers;
    private @Nullable BodyReader chunks;
    private long left = -1;
    private boolean bodiless;
    private boolean begun;
    private boolean untouched;
    private boolean complete;
    private boolean running;
    private boolean scheduled;
    private boolean cut;
    private boolean closed;

    TranslatedAnswer(
            Exchange exchange, Forwarding to, UpstreamStream from, List<Supplier<AnswerTranslation>> translations) {
        this.exchange = exchange;
        this.to = to;
        this.from = from;
        stages = new AnswerStage[translations.size()];
        AnswerStage next = null;
        for (int i = 0; i < stages.length; i++) {
            next = new AnswerStage(this, translations.get(i).get(), next);
            stages[i] = next;
        }
    }

    /** A tunnel is not translated. */
    @Override
    public boolean takesTunnel(ParsedResponse answer) {
        untouched = to.takesTunnel(answer);
        return untouched;
    }

    @Override
    public void onInterim(ParsedResponse interim) {
        to.onInterim(interim);
    }

    @Override
    public void onHead(
            ParsedResponse answer, BodyReader.Framing framing, ByteBuf in, int start, int length, boolean ended) {
        if (untouched) {
            to.onHead(answer, framing, in, start, length, ended);
            return;
        }
        exchange.call.answered(answer);
        if (framing == BodyReader.Framing.CHUNKED) {
            chunks = new BodyReader();
            chunks.beginChunks();
            chunks.keepTrailers();
        }
        running = true;
        try {
            stages[stages.length - 1].tellHead(answer);
        } catch (RuntimeException e) {
            failed(e);
        }
        running = false;
        ParsedResponse said = head;
        if (said != null && isUntouched(answer, said)) {
            untouched = true;
            to.withoutTranslation();
            to.onHead(said, framing, in, start, length, ended);
        } else {
            take(in, start, length, ended);
        }
    }

    /** Whether all behind the head can go through without being looked at. */
    private boolean isUntouched(ParsedResponse answer, ParsedResponse said) {
        for (AnswerStage stage : stages) {
            if (!stage.isAsIs()) {
                return false;
            }
        }
        return !cut
                && exchange.ownTarget == null
                && said.status() == answer.status()
                && said.fields().chunked() == answer.fields().chunked()
                && said.fields().contentLength() == answer.fields().contentLength();
    }

    @Override
    public void onBody(ByteBuf in, int start, int length, boolean ended) {
        if (untouched) {
            to.onBody(in, start, length, ended);
        } else {
            take(in, start, length, ended);
        }
    }

    @Override
    public void onTrailers(byte[] lines) {
        if (untouched) {
            to.onTrailers(lines);
        } else {
            isComplete(lines);
            goOn();
        }
    }

    private void take(ByteBuf in, int start, int length, boolean ended) {
        if (length > 0) {
            byte[] data = data(in, start, length);
            if (data.length > 0) {
                stages[stages.length - 1].give(data);
            }
        }
        if (ended) {
            BodyReader reader = chunks;
            isComplete(reader == null ? Chunks.NO_TRAILERS : reader.trailers());
        }
        goOn();
    }

    private byte[] data(ByteBuf in, int start, int length) {
        BodyReader reader = chunks;
        ByteBuf data = in.slice(start, length);
        if (reader != null) {
            ByteBuf plain = Unpooled.buffer(length);
            reader.read(data, plain);
            data = plain;
        }
        byte[] bytes = new byte[data.readableBytes()];
        data.readBytes(bytes);
        return bytes;
    }

    /** The backend has said everything; its connection is for others now. */
    private void isComplete(byte[] lines) {
        exchange.call.ended(lines);
        complete = true;
        to.backendIsDone();
        stages[stages.length - 1].giveEnd(lines);
    }

    Executor exchangeLoop() {
        return exchange.loop.events();
    }

    boolean isClosed() {
        return closed;
    }

    /** Whether what comes next does not depend on the backend or the client, but on work elsewhere. */
    boolean waits() {
        for (AnswerStage stage : stages) {
            if (stage.waits()) {
                return true;
            }
        }
        return false;
    }

    /** The client's side takes more again. */
    void goOn() {
        run(null);
    }

    /** Lets the translations do what they can now, after {@code first}. */
    void run(@Nullable Runnable first) {
        if (closed || running) {
            return;
        }
        running = true;
        try {
            if (first != null) {
                first.run();
            }
            if (!scheduled) {
                translate();
            }
        } catch (RuntimeException e) {
            failed(e);
        }
        running = false;
        if (!closed) {
            conclude();
        }
    }

    private void failed(RuntimeException e) {
        LOG.error("a translation of an answer failed", e);
        cut = true;
    }

    private void translate() {
        long until = System.nanoTime() + TURN_NANOS;
        while (!closed && !cut && takesMore() && step()) {
            if (partsLength >= PART) {
                pass();
            }
            if (System.nanoTime() - until > 0 && hasWork()) {
                scheduled = true;
                exchangeLoop().execute(this::nextTurn);
                return;
            }
        }
    }

    private void nextTurn() {
        scheduled = false;
        goOn();
    }

    private boolean takesMore() {
        return !begun || to.takesMore();
    }

    /** What is nearest to the client goes first: so nothing gathers between translations. */
    private boolean step() {
        for (AnswerStage stage : stages) {
            if (stage.waits()) {
                return false;
            }
            if (stage.step()) {
                return true;
            }
        }
        return false;
    }

    private boolean hasWork() {
        for (AnswerStage stage : stages) {
            if (stage.hasWork()) {
                return true;
            }
        }
        return false;
    }

    private void conclude() {
        if (cut) {
            giveUp();
            to.onFailure(Failure.MALFORMED);
            return;
        }
        if (!complete && isSaid()) {
            giveUp();
        }
        if (head != null || partsLength > 0 || trailers != null) {
            pass();
        }
        if (!closed) {
            if (!complete) {
                from.setReading(!hasWork() && takesMore());
            }
            to.renewDeadline(waits());
        }
    }

    /** Whether one of them has ended what it says, so that the rest of the backend's answer is of no use. */
    private boolean isSaid() {
        for (AnswerStage stage : stages) {
            if (stage.isOver()) {
                return true;
            }
        }
        return false;
    }

    private void giveUp() {
        if (!complete) {
            complete = true;
            from.abandon();
            to.backendIsDone();
        }
    }

    private void pass() {
        ParsedResponse first = head;
        byte[] last = trailers;
        ByteBuf bytes = Unpooled.wrappedBuffer(parts.toArray(byte[][]::new));
        boolean ended = last != null && last.length == 0;
        parts.clear();
        partsLength = 0;
        head = null;
        try {
            if (first == null) {
                to.onBody(bytes, 0, bytes.readableBytes(), ended);
            } else {
                begun = true;
                BodyReader.Framing framing = bodiless ? BodyReader.Framing.NONE : BodyReader.Framing.FRAMES;
                to.onHead(first, framing, bytes, 0, bytes.readableBytes(), ended);
            }
        } finally {
            bytes.release();
        }
        if (last != null && !ended && !closed) {
            to.onTrailers(last);
        }
    }

    /** The head that the client is to see. */
    void head(ParsedResponse answer) {
        head = answer;
        // RFC 9112 §6.3: whatever is said, the client takes it for the next answer.
        int status = answer.status();
        bodiless = exchange.request.method() == Method.HEAD || status == 204 || status == 304;
        left = bodiless ? -1 : answer.fields().contentLength();
    }

    /** More of what the client is to see. */
    void body(byte[] bytes) {
        if (bodiless) {
            return;
        }
        if (left >= 0) {
            left -= bytes.length;
            cut |= left < 0; // it would be taken for the next answer
        }
        parts.add(bytes);
        partsLength += bytes.length;
    }

    /** The client is to see no more. */
    void end(byte[] lines) {
        cut |= left > 0 || !begun && head == null;
        trailers = bodiless ? Chunks.NO_TRAILERS : lines;
    }

    /** The answer cannot be completed. */
    void cut() {
        cut = true;
    }

    /** The attempt is over, whatever became of it. */
    void close() {
        if (!closed) {
            closed = true;
            for (AnswerStage stage : stages) {
                stage.close();
            }
        }
    }

    @Override
    public void onFailure(Failure failure) {
        complete = true;
        to.onFailure(failure);
    }

    @Override
    public void onUpstreamWritable() {
        to.onUpstreamWritable();
    }
}
