package io.weir.node.dataplane.exchange;

import io.weir.config.model.Action;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.ParsedRequest;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.WebSocketHandshake;
import org.jspecify.annotations.Nullable;

/** Who sent a request whose head has been read, and whether it can be taken on at all, before any filter is asked. */
final class Acceptance {
    private static final byte[] EXPECTED = Octets.ascii("100-continue");

    private Acceptance() {}

    static void identifyClient(ParsedRequest request, Peer peer, ListenerGate.Terms terms) {
        request.from(peer.address(), terms.name());
        if (peer.trusted()) {
            byte[] forwarded = ForwardedChain.client(request, terms.trust());
            if (forwarded != null) {
                request.forwardedFor(forwarded);
            }
        }
    }

    /** Null: it can be taken on. */
    static @Nullable Problem problem(ParsedRequest request, ListenerGate.Terms terms, @Nullable TlsConnection tls) {
        FieldTable fields = request.fields();
        int expectation = fields.expectation();
        if (expectation >= 0 && !request.http10() && !fields.valueIs(expectation, EXPECTED)) {
            return Problems.BAD_EXPECTATION;
        }
        if (tls != null && isMisdirected(request, tls)) {
            return Problems.MISDIRECTED;
        }
        boolean tooLarge = terms.bodyBytes() > 0 && fields.contentLength() > terms.bodyBytes();
        return tooLarge ? Problems.BODY_TOO_LARGE : null;
    }

    /** RFC 9110 §7.4: asked for a host that the connection's certificate does not speak for. */
    private static boolean isMisdirected(ParsedRequest request, TlsConnection tls) {
        return request.hostEnd() > request.hostStart()
                && !tls.covers(request.buffer(), request.hostStart(), request.hostEnd());
    }

    /** No route was found; the answer tells what methods there are, if there are any. */
    static Problem noRoute(RouteMatch match, ExchangeContext exchange) {
        int allowed = match.allowedMethods();
        if (allowed == 0) {
            return Problems.NO_ROUTE;
        }
        StringBuilder names = new StringBuilder();
        for (Method method : Method.values()) {
            if ((allowed & method.bit()) != 0) {
                names.append(names.isEmpty() ? "" : ", ").append(method.name());
            }
        }
        exchange.addResponseField("Allow", names.toString());
        return Problems.METHOD_NOT_ALLOWED;
    }

    /** Of a request that asks for another protocol: notes whether it is a WebSocket. Its problem, or null. */
    static @Nullable Problem shakeHands(ExchangeContext exchange, RoutePlan plan) {
        ParsedRequest request = exchange.request;
        exchange.webSocket = plan.action() instanceof Action.Forward && WebSocketHandshake.isAsked(request);
        WebSocketHandshake.Fault fault = exchange.webSocket ? WebSocketHandshake.fault(request) : null;
        if (fault == null) {
            return null;
        }
        exchange.webSocket = false;
        if (fault == WebSocketHandshake.Fault.VERSION) {
            exchange.addResponseField("Sec-WebSocket-Version", "13");
            exchange.addResponseField("Upgrade", "websocket");
            return Problems.WEBSOCKET_VERSION;
        }
        return Problems.BAD_HANDSHAKE.withDetail(fault.text());
    }
}
