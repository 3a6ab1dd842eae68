package io.weir.node.filter;

import io.weir.config.model.WebSocketPolicy;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;

/** Refuses WebSockets, or says how long they may last. */
record WebSocketFilter(WebSocketPolicy policy) implements Filter {
    private static final Problem REFUSED = Problem.of(403, "websocket-refused", "No WebSocket may be opened here");

    @Override
    public Outcome onRequest(FilterContext exchange) {
        if (!exchange.isWebSocket()) {
            return Outcome.CONTINUE;
        }
        if (!policy.allowed()) {
            exchange.deny(REFUSED);
            return Outcome.ANSWERED;
        }
        exchange.boundTunnel(policy.idle(), policy.lifetime());
        return Outcome.CONTINUE;
    }
}
