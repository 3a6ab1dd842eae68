package io.weir.node.filter.coding;

import io.weir.config.model.ContentCoding;
import io.weir.node.state.AnswerTranslation;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.AnswerLines;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.ParsedResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes a backend's answer out of its content coding, for translations that have to read it. What is malformed, or becomes
 * more than is allowed, cuts the answer: 502, where nothing of it has been told yet.
 */
public final class PlainAnswer implements AnswerTranslation {
    private static final FieldName ACCEPT_ENCODING = FieldName.of("accept-encoding");

    private final long mostBytes;
    private final boolean isHead;
    private @Nullable Decoding decoding;

    private PlainAnswer(long mostBytes, boolean isHead) {
        this.mostBytes = mostBytes;
        this.isHead = isHead;
    }

    /**
     * The backend is asked for an answer without a coding; one that comes in one nevertheless is decoded. To be said behind the
     * {@code translateAnswer} of the translation that reads it; saying it twice does no harm.
     *
     * @param mostBytes of the decoded body
     */
    public static void ask(FilterContext exchange, long mostBytes) {
        boolean isHead = exchange.head().method() == Method.HEAD;
        exchange.setRequestField(ACCEPT_ENCODING, "identity");
        exchange.translateAnswer(() -> new PlainAnswer(mostBytes, isHead));
    }

    @Override
    public void onHead(ParsedResponse head, Answer to) {
        AnswerLines lines = AnswerLines.of(head);
        int status = head.status();
        String coded = lines.joined("content-encoding");
        List<ContentCoding> able = Arrays.stream(ContentCoding.values())
                .filter(Codings::isAvailable)
                .toList();
        Optional<List<ContentCoding>> codings = coded == null ? Optional.empty() : CodedFields.codings(coded, able);
        if (status == 304) {
            to.asIs(status, lines.weakTag().bytes());
        } else if (status == 204
                || status == 206
                || codings.isEmpty()
                || codings.get().isEmpty()) {
            to.asIs(status, lines.bytes());
        } else {
            if (!isHead) {
                decoding = new Decoding(codings.get(), mostBytes, 0);
            }
            to.head(status, lines.otherBody().drop("content-encoding").bytes());
        }
    }

    @Override
    public void onData(byte[] data, Answer to) {
        Decoding known = decoding;
        if (known != null) {
            known.give(data);
        }
    }

    @Override
    public boolean goesOn(Answer to) {
        Decoding known = decoding;
        if (known == null) {
            return false;
        }
        try {
            byte[] piece = known.next();
            to.body(piece);
            return piece.length > 0;
        } catch (BadCoding | Decoding.TooLarge e) {
            to.cut();
            return false;
        }
    }

    @Override
    public void onEnd(byte[] trailers, Answer to) {
        Decoding known = decoding;
        try {
            if (known != null) {
                known.finish();
            }
            to.end(trailers);
        } catch (BadCoding e) {
            to.cut();
        }
    }

    @Override
    public void onOver() {
        Decoding known = decoding;
        decoding = null;
        if (known != null) {
            known.close();
        }
    }
}
