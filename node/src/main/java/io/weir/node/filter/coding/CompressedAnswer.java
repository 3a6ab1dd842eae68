package io.weir.node.filter.coding;

import io.weir.config.model.ContentCoding;
import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.http.AnswerLines;
import io.weir.protocol.http.ParsedResponse;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An answer on its way through a compressor: each part comes out before the next is looked at, so that nothing is held back.
 * What is coded already, a part of something, or nobody asked for goes on as it is.
 */
final class CompressedAnswer implements AnswerTranslation {
    private static final byte[] NOTHING = {};
    private static final String ACCEPT_ENCODING = "Accept-Encoding";

    private final CompressFilter filter;
    private final Optional<ContentCoding> coding;
    private final boolean isHead;
    private @Nullable Compressor compressor;
    private byte[] data = NOTHING;
    private int position;
    private long left = -1;

    CompressedAnswer(CompressFilter filter, Optional<ContentCoding> coding, boolean isHead) {
        this.filter = filter;
        this.coding = coding;
        this.isHead = isHead;
    }

    @Override
    public void onHead(ParsedResponse head, Answer to) {
        AnswerLines lines = AnswerLines.of(head);
        int status = head.status();
        long length = head.fields().contentLength();
        if (status == 304) {
            // The answer that it stands for may have been compressed: then its tag was a weak one.
            to.asIs(
                    status,
                    (coding.isPresent() ? lines.weakTag() : lines)
                            .vary(ACCEPT_ENCODING)
                            .bytes());
        } else if (status == 204 || status == 101 || !isFit(lines) || length >= 0 && length < filter.leastBytes()) {
            to.asIs(status, lines.bytes());
        } else if (status == 206 || coding.isEmpty()) {
            to.asIs(status, lines.vary(ACCEPT_ENCODING).bytes());
        } else {
            begin(status, length, coding.get(), lines, to);
        }
    }

    /** RFC 9110 §7.7, RFC 9111 §5.2.2.6: some answers are not to be changed. */
    private boolean isFit(AnswerLines lines) {
        String type = lines.value("content-type");
        String coded = lines.joined("content-encoding");
        boolean plain = coded == null || coded.isBlank() || coded.equalsIgnoreCase("identity");
        return type != null
                && plain
                && !type.toLowerCase(Locale.ROOT).startsWith("application/grpc")
                && filter.compresses(type)
                && !lines.hasDirective("no-transform");
    }

    private void begin(int status, long length, ContentCoding chosen, AnswerLines lines, Answer to) {
        Compressor begun = isHead ? null : filter.compressor(chosen);
        if (begun == null && !isHead) {
            to.asIs(status, lines.vary(ACCEPT_ENCODING).bytes());
            return;
        }
        compressor = begun;
        left = length;
        lines.otherBody().set("Content-Encoding", chosen.token()).vary(ACCEPT_ENCODING);
        to.head(status, lines.bytes());
    }

    @Override
    public void onData(byte[] more, Answer to) {
        data = more;
        position = 0;
        goesOn(to);
    }

    @Override
    public void onEnd(byte[] lines, Answer to) {
        Compressor known = compressor;
        if (known != null) {
            known.finish(to::body);
        }
        to.end(lines);
    }

    @Override
    public boolean goesOn(Answer to) {
        Compressor known = compressor;
        if (known == null || position == data.length) {
            return false;
        }
        int length = Math.min(Compressor.PIECE, data.length - position);
        known.add(data, position, length, to::body);
        position += length;
        left -= left < 0 ? 0 : length;
        if (position < data.length) {
            return true;
        }
        data = NOTHING;
        position = 0;
        if (left != 0) { // the end, which is next then, lets everything out
            known.flush(to::body);
        }
        return false;
    }

    @Override
    public void onOver() {
        Compressor known = compressor;
        compressor = null;
        if (known != null) {
            known.close();
            filter.ended();
        }
    }
}
