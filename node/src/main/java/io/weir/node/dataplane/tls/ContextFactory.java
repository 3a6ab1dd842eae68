package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.weir.config.model.ListenerTls;
import io.weir.config.model.TlsProfile;
import io.weir.node.state.CertificateMaterial;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the contexts of a listener: versions, suites and the rest are the same for all its certificates. */
final class ContextFactory {
    private static final String[] GROUPS = {"X25519", "P-256", "P-384"};
    private static final TrustManager NOBODY = new NobodyTrusted();

    private final TlsEngine engine;
    private final TlsProfile profile;
    private final List<String> protocols;
    private final byte[] sessions;
    private final ClientAuth clientAuth;
    private final @Nullable ClientTrust trust;

    /** @param sessions sessions of one such name are resumed with all its contexts, on all nodes; 32 bytes at most */
    ContextFactory(TlsEngine engine, ListenerTls terms, byte[] sessions, @Nullable ClientTrust trust) {
        this.engine = engine;
        this.profile = terms.profile();
        this.protocols = terms.protocols();
        this.sessions = sessions;
        this.trust = trust;
        this.clientAuth = terms.client()
                .map(client -> client.mode() == ListenerTls.Mode.REQUIRED ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL)
                .orElse(ClientAuth.NONE);
    }

    private ContextFactory(TlsEngine engine, String protocol) {
        this.engine = engine;
        this.profile = TlsProfile.INTERMEDIATE;
        this.protocols = List.of(protocol);
        this.sessions = new byte[0];
        this.trust = null;
        this.clientAuth = ClientAuth.NONE;
    }

    /** For certificates that answer a challenge over one protocol of its own (RFC 8737). */
    static ContextFactory challenges(TlsEngine engine, String protocol) {
        return new ContextFactory(engine, protocol);
    }

    /** Takes about a millisecond: never on a loop. */
    ShownCertificate make(CertificateMaterial material) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(material.key(), material.chain())
                .sslProvider(engine.provider())
                .protocols(TlsLibrary.protocols(profile))
                .ciphers(TlsLibrary.suites(profile), SupportedCipherSuiteFilter.INSTANCE)
                .trustManager(trust == null ? NOBODY : trust)
                .clientAuth(clientAuth)
                .applicationProtocolConfig(alpn());
        if (engine == TlsEngine.BORINGSSL) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS);
            builder.enableOcsp(material.ocsp().length > 0 && OpenSsl.isOcspSupported());
        }
        SslContext context = builder.build();
        if (context.sessionContext() instanceof OpenSslServerSessionContext own) {
            own.setSessionIdContext(sessions);
            own.setSessionCacheEnabled(false); // tickets only: nothing is kept for a client here
            if (sessions.length > 0) {
                own.setTicketKeys(new io.netty.handler.ssl.OpenSslSessionTicketKey[0]);
            }
        }
        return new ShownCertificate(material, context);
    }

    /** A client that offers none of ours was refused before the engine saw it. */
    private ApplicationProtocolConfig alpn() {
        if (protocols.isEmpty()) {
            return ApplicationProtocolConfig.DISABLED;
        }
        return new ApplicationProtocolConfig(
                Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE, SelectedListenerFailureBehavior.ACCEPT, protocols);
    }
}
