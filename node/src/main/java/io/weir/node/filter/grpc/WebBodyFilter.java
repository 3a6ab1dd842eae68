package io.weir.node.filter.grpc;

import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;

/** grpc-web, the second part: bodies that come as text are decoded. Binary ones are what gRPC has. */
final class WebBodyFilter implements Filter {
    private final int mostBytes;

    /** @param mostBytes of such a body */
    WebBodyFilter(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        WebType type = WebType.of(exchange.head());
        if (type == null || !type.text() || exchange.bodyLength() == 0) {
            return Outcome.CONTINUE;
        }
        Outcome collected = exchange.collectBody(mostBytes, () -> exchange.resume(decode(exchange)));
        return collected == Outcome.CONTINUE ? decode(exchange) : collected;
    }

    private static Outcome decode(FilterContext exchange) {
        byte[] body = exchange.body();
        byte[] decoded = body == null ? null : WebText.decode(body);
        if (decoded == null) {
            exchange.deny(GrpcRefusals.NOT_BASE64);
            return Outcome.ANSWERED;
        }
        exchange.replaceBody(decoded);
        return Outcome.CONTINUE;
    }
}
