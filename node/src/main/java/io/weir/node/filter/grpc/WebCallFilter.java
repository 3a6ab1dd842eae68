package io.weir.node.filter.grpc;

import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.grpc.GrpcWebForm;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;

/** grpc-web, the first part: knows calls that come as gRPC-Web, so that whatever is answered from here on is told that way. */
final class WebCallFilter implements Filter {
    static final String WEB = "application/grpc-web";
    static final String WEB_TEXT = "application/grpc-web-text";

    private static final FieldName[] CLIENTS_OWN = {
        MediaChoice.CONTENT_TYPE, MediaChoice.ACCEPT, FieldName.of("accept-encoding"), FieldName.of("x-grpc-web"),
    };

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        String type = MediaChoice.contentType(head);
        if (!type.startsWith(WEB) || head.method() != Method.POST) {
            return Outcome.CONTINUE;
        }
        String suffix = MediaChoice.suffix(type);
        GrpcWebForm form = form(head, type, suffix == null ? "proto" : suffix);
        Problem problem = exchange.beginWebCall(form);
        if (problem != null) {
            exchange.deny(problem);
            return Outcome.ANSWERED;
        }
        for (FieldName name : CLIENTS_OWN) {
            exchange.dropRequestField(name);
        }
        String grpc = suffix == null ? "application/grpc" : "application/grpc+" + suffix;
        exchange.addRequestLines(
                ("Content-Type: " + grpc + "\r\nTE: trailers\r\n").getBytes(StandardCharsets.ISO_8859_1));
        exchange.translateAnswer(() -> new WebAnswer(form));
        return Outcome.CONTINUE;
    }

    /** As {@code Accept} has it; else as the request itself came. */
    private static GrpcWebForm form(RequestHead head, String type, String suffix) {
        boolean text =
                MediaChoice.accepts(head, WEB_TEXT) || type.startsWith(WEB_TEXT) && !MediaChoice.accepts(head, WEB);
        return new GrpcWebForm((text ? WEB_TEXT : WEB) + '+' + suffix, text);
    }
}
