package io.weir.node.filter.rewrite;

import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.http.ParsedResponse;

/** An answer whose head is rewritten, and whose body passes as it comes. */
final class RewrittenAnswer implements AnswerTranslation {
    private final AnswerRewrites.Bound rewrites;

    RewrittenAnswer(AnswerRewrites.Bound rewrites) {
        this.rewrites = rewrites;
    }

    @Override
    public void onHead(ParsedResponse head, Answer to) {
        HeadLines lines = HeadLines.of(head);
        int status = head.status();
        for (int i = 0; i < rewrites.rules().length; i++) {
            AnswerRule rule = rewrites.rules()[i];
            if (rule.holds(head.status())) {
                status = rule.status(status);
                rule.edit(lines, head, rewrites.values()[i]);
            }
        }
        boolean bodiless = isBodiless(status);
        if (bodiless != isBodiless(head.status())) {
            lines.remove("Content-Length");
        }
        to.head(status, lines.bytes());
    }

    /** RFC 9110 §15.3.5, §15.3.6, §15.4.5. */
    private static boolean isBodiless(int status) {
        return status == 204 || status == 205 || status == 304;
    }

    @Override
    public void onData(byte[] data, Answer to) {
        to.body(data);
    }

    @Override
    public void onEnd(byte[] trailers, Answer to) {
        to.end(trailers);
    }
}
