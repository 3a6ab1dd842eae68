package io.weir.node.dataplane.tcp;

import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.weir.node.dataplane.tls.Alert;
import io.weir.node.dataplane.tls.TlsConnection;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpPlan;
import io.weir.node.state.UpstreamPlan;
import org.jspecify.annotations.Nullable;

/** What a client says first, as far as it decides where its connection goes. Only on its loop. */
final class Introduction {
    private final TcpConnection connection;
    private final TcpSide client;
    private final @Nullable TlsConnection tls;
    private @Nullable TcpPlan plan;

    /** @param tls null: what the client speaks does not end here */
    Introduction(TcpConnection connection, TcpSide client, @Nullable TlsConnection tls) {
        this.connection = connection;
        this.client = client;
        this.tls = tls;
    }

    /** @param known the listener's by the live revision: a change of the document is for connections that come later */
    void begin(TcpPlan known) {
        plan = known;
        if (tls != null) {
            return; // its handshake tells
        }
        client.allowHalfClosure();
        if (known.readsNames()) {
            client.addBefore(new NameReader(this));
        } else {
            named("", false);
        }
    }

    void onHandshake(SslHandshakeCompletionEvent handshake) {
        TlsConnection known = tls;
        if (known == null || plan == null) {
            return;
        }
        if (!handshake.isSuccess()) {
            known.failed(handshake.cause());
            connection.refuse(TcpEnd.BAD_START, null);
        } else if (known.established() && known.client() != null) {
            named(known.client().serverName(), false);
        } else {
            connection.refuse(TcpEnd.BAD_START, null);
        }
    }

    /**
     * @param serverName what it asks for; empty: nothing
     * @param helloSeen it waits for an answer in TLS, which a refusal can be said in
     */
    void named(String serverName, boolean helloSeen) {
        UpstreamPlan upstream = plan == null ? null : plan.choose(serverName);
        if (upstream == null) {
            connection.knows(serverName);
            connection.refuse(TcpEnd.NO_UPSTREAM, helloSeen ? Alert.UNRECOGNIZED_NAME : null);
        } else {
            connection.connect(upstream, serverName);
        }
    }

    /** It speaks TLS, but what it says makes no sense. */
    void malformed() {
        connection.refuse(TcpEnd.BAD_START, Alert.DECODE_ERROR);
    }
}
