package io.weir.node.dataplane.exchange;

import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One translation of a chain, with what it was given and has not been told yet. One attempt's; only on its loop. */
final class AnswerStage implements AnswerTranslation.Answer {
    private final TranslatedAnswer chain;
    private final AnswerTranslation translation;

    /** Whom it speaks to; null: the client's side. */
    private final @Nullable AnswerStage next;

    private final ArrayDeque<byte[]> data = new ArrayDeque<>(2);
    private final ParsedResponse said = new ParsedResponse();
    private byte @Nullable [] trailers;
    private boolean endTold;
    private boolean busy;
    private boolean waits;
    private boolean over;
    private boolean asIs;

    AnswerStage(TranslatedAnswer chain, AnswerTranslation translation, @Nullable AnswerStage next) {
        this.chain = chain;
        this.translation = translation;
        this.next = next;
    }

    /** A head is told at once: nothing can have gone before it. */
    void tellHead(ParsedResponse head) {
        busy = true;
        translation.onHead(head, this);
    }

    /** It will be told. */
    void give(byte[] bytes) {
        if (asIs) {
            body(bytes);
        } else if (!over) {
            data.add(bytes);
        }
    }

    /** It will be told that there is no more. */
    void giveEnd(byte[] lines) {
        if (asIs) {
            end(lines);
        } else {
            trailers = lines;
        }
    }

    /** Whether everything behind the head goes through it as it is. */
    boolean isAsIs() {
        return asIs;
    }

    /** Whether it waits for work elsewhere. */
    boolean waits() {
        return waits;
    }

    /** Whether it has said all that it will. */
    boolean isOver() {
        return over;
    }

    /** Whether {@link #step} has something to do. */
    boolean hasWork() {
        return !over && !asIs && (busy || waits || !data.isEmpty() || trailers != null && !endTold);
    }

    /** Tells it one thing, or lets it go on with what it was told; false: there is nothing to do. */
    boolean step() {
        if (!hasWork() || waits) {
            return false;
        }
        if (busy) {
            busy = translation.goesOn(this) && !over;
            if (!busy && !waits && endTold && !over) {
                cut(); // all has been told, and it has not ended
            }
            return true;
        }
        busy = true;
        byte[] more = data.poll();
        byte[] lines = trailers;
        if (more != null) {
            translation.onData(more, this);
        } else if (lines != null) {
            endTold = true;
            translation.onEnd(lines, this);
        }
        return true;
    }

    /** Nothing more comes of it. */
    void close() {
        over = true;
        data.clear();
        translation.onOver();
    }

    @Override
    public void head(int status, byte[] lines) {
        byte[] first = ("HTTP/1.1 " + status + " " + Reasons.of(status) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[first.length + lines.length + 2];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(lines, 0, all, first.length, lines.length);
        all[all.length - 2] = '\r';
        all[all.length - 1] = '\n';
        AnswerStage to = next;
        if (said.parse(all, all.length) != all.length) {
            cut();
        } else if (to == null) {
            chain.head(said);
        } else {
            to.tellHead(said);
        }
    }

    @Override
    public void asIs(int status, byte[] lines) {
        head(status, lines);
        asIs = true;
        while (!data.isEmpty()) {
            body(data.remove());
        }
        byte[] last = trailers;
        if (last != null) {
            end(last);
        }
    }

    @Override
    public void body(byte[] bytes) {
        AnswerStage to = next;
        if (over || bytes.length == 0) {
            return;
        }
        if (to == null) {
            chain.body(bytes);
        } else {
            to.give(bytes);
        }
    }

    @Override
    public void end(byte[] lines) {
        AnswerStage to = next;
        if (over) {
            return;
        }
        over = true;
        data.clear();
        if (to == null) {
            chain.end(lines);
        } else {
            to.giveEnd(lines);
        }
    }

    @Override
    public Executor later() {
        waits = true;
        return told -> chain.exchangeLoop().execute(() -> {
            if (waits && !chain.isClosed()) {
                waits = false;
                chain.run(told);
            }
        });
    }

    @Override
    public void cut() {
        over = true;
        data.clear();
        chain.cut();
    }
}
