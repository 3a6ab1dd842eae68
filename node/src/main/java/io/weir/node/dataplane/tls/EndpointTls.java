package io.weir.node.dataplane.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.weir.node.state.BackendTls;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** TLS to one endpoint: its upstream's context, and the name that the endpoint has to show. Thread-safe. */
public final class EndpointTls implements BackendTls {
    private final Supplier<@Nullable SslContext> upstream;
    private final String name;
    private final int sessions;

    /** @param sessions by which its sessions are found again */
    EndpointTls(Supplier<@Nullable SslContext> upstream, String name, int sessions) {
        this.upstream = upstream;
        this.name = name;
        this.sessions = sessions;
    }

    /**
     * What connections are made with now. Another object than before: those made with the old one are not to be used
     * again. Null while none can be made, because a certificate is not there.
     */
    public @Nullable SslContext current() {
        return upstream.get();
    }

    /** @param begunMillis when the connection was begun, on the wall clock */
    public static boolean isResumed(SslHandler handler, long begunMillis) {
        return new EngineView(handler.engine()).isResumed(begunMillis);
    }

    /** What was agreed upon; the same when nothing was agreed upon as when HTTP/1.1 was. */
    public static boolean isHttp2(SslHandler handler) {
        return ApplicationProtocolNames.HTTP_2.equals(handler.applicationProtocol());
    }

    /** For one connection; its handshake begins when the connection is open and has no bound in time. */
    public SslHandler handler(SslContext context, ByteBufAllocator allocator) {
        // The library finds sessions by name and port; the port is not used for anything else.
        SslHandler handler = context.newHandler(allocator, name, sessions);
        handler.setHandshakeTimeoutMillis(0);
        if (!NetUtil.isValidIpV4Address(name) && !NetUtil.isValidIpV6Address(name)) {
            // Also names without a dot, which the library would not ask for by itself.
            SSLParameters parameters = handler.engine().getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            handler.engine().setSSLParameters(parameters);
        }
        return handler;
    }
}
