package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContext;
import io.weir.node.state.BackendTls;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Mutual TLS 1.3 between the data planes of nodes, with what their control planes show each other. Whoever the context does not
 * verify does not get through the handshake, at either end. Thread-safe.
 */
public final class PeerTls {
    private static final String[] PROTOCOLS = {"TLSv1.3"};

    private final Supplier<SSLContext> credential;
    private volatile @Nullable Held held;

    private record Held(SSLContext of, SslContext client, SslContext server) {}

    /** @param credential asked for each connection; another object when what is shown, or believed, has changed */
    public PeerTls(Supplier<SSLContext> credential) {
        this.credential = credential;
    }

    /** How another node is spoken to. */
    public BackendTls to(String host) {
        return new EndpointTls(() -> current().client, host, 0);
    }

    /** What a connection from another node is taken with now. */
    public SslContext server() {
        return current().server;
    }

    @SuppressWarnings("ReferenceEquality") // another object is another credential
    private Held current() {
        Held known = held;
        SSLContext now = credential.get();
        if (known == null || known.of != now) {
            known = new Held(now, context(now, true), context(now, false));
            held = known;
        }
        return known;
    }

    private static SslContext context(SSLContext of, boolean client) {
        return new JdkSslContext(
                of,
                client,
                null,
                (ciphers, usual, supported) -> usual.toArray(new String[0]),
                ApplicationProtocolConfig.DISABLED,
                ClientAuth.REQUIRE,
                PROTOCOLS,
                false);
    }
}
