package io.weir.node.filter.grpc;

import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.grpc.GrpcWebForm;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;

/** grpc-web, the first part: knows calls that come as gRPC-Web, so that whatever is answered from here on is told that way. */
final class WebCallFilter implements Filter {
    private static final FieldName[] CLIENTS_OWN = {
        MediaChoice.CONTENT_TYPE, MediaChoice.ACCEPT, FieldName.of("accept-encoding"), FieldName.of("x-grpc-web"),
    };

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        WebType type = WebType.of(head);
        if (type == null) {
            return Outcome.CONTINUE;
        }
        GrpcWebForm form = type.answer(head);
        Problem problem = exchange.beginWebCall(form);
        if (problem != null) {
            exchange.deny(problem);
            return Outcome.ANSWERED;
        }
        for (FieldName name : CLIENTS_OWN) {
            exchange.dropRequestField(name);
        }
        exchange.addRequestLines(("Content-Type: " + type.grpc() + "\r\n").getBytes(StandardCharsets.US_ASCII));
        exchange.translateAnswer(() -> new WebAnswer(form));
        return Outcome.CONTINUE;
    }
}
