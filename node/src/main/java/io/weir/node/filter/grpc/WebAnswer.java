package io.weir.node.filter.grpc;

import io.weir.node.state.AnswerTranslation;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.grpc.GrpcMessage;
import io.weir.protocol.grpc.GrpcWebForm;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a call in gRPC-Web (gRPC's PROTOCOL-WEB): messages as they are, trailers in a frame at the end, also where
 * there is no message: browsers show pages few fields of a head, and no trailers. As text, each part is a whole piece of
 * Base64.
 */
final class WebAnswer implements AnswerTranslation {
    private static final int OK = 200;

    private final GrpcWebForm form;

    WebAnswer(GrpcWebForm form) {
        this.form = form;
    }

    @Override
    public void onHead(ParsedResponse answer, Answer to) {
        CallFields head = CallFields.of(answer);
        boolean good = answer.status() == OK && head.isGrpc();
        String others = good ? head.others() : "";
        to.head(OK, ("Content-Type: " + form.contentType() + "\r\n" + others).getBytes(StandardCharsets.ISO_8859_1));
        if (!good) {
            GrpcCode code = GrpcCode.ofHttp(answer.status());
            finish(GrpcMessage.lines(code, "The backend's answer is not gRPC: HTTP status " + answer.status()), to);
        } else if (head.code() != null) {
            finish(head.status(), to);
        }
    }

    @Override
    public void onData(byte[] data, Answer to) {
        to.body(form.part(data));
    }

    @Override
    public void onEnd(byte[] trailers, Answer to) {
        CallFields fields = CallFields.of(trailers);
        String status = fields.code() == null
                ? GrpcMessage.lines(GrpcCode.UNKNOWN, "The backend did not say how the call ended")
                : fields.status();
        finish(status + lower(fields.others()), to);
    }

    /** Names of fields are in lower case here, unlike elsewhere. */
    private static String lower(String lines) {
        StringBuilder lower = new StringBuilder(lines);
        boolean name = true;
        for (int i = 0; i < lower.length(); i++) {
            char c = lower.charAt(i);
            name = c == '\n' || name && c != ':';
            if (name && c >= 'A' && c <= 'Z') {
                lower.setCharAt(i, (char) (c | 0x20));
            }
        }
        return lower.toString();
    }

    private void finish(String lines, Answer to) {
        to.body(form.trailers(lines));
        to.end();
    }
}
