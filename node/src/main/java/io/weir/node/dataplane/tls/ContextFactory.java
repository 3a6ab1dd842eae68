package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.weir.config.model.ListenerTls;
import io.weir.node.state.CertificateMaterial;
import javax.net.ssl.SSLException;

/** Makes the contexts of a listener: versions, suites and the rest are the same for all its certificates. */
final class ContextFactory {
    private static final String[] GROUPS = {"X25519", "P-256", "P-384"};

    private final ListenerTls terms;
    private final TlsEngine engine;

    ContextFactory(ListenerTls terms, TlsEngine engine) {
        this.terms = terms;
        this.engine = engine;
    }

    /** Takes milliseconds: never on a loop. */
    ShownCertificate make(CertificateMaterial material) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(material.key(), material.chain())
                .sslProvider(engine.provider())
                .protocols(TlsLibrary.protocols(terms.profile()))
                .ciphers(TlsLibrary.suites(terms.profile()), SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(protocols());
        if (engine == TlsEngine.BORINGSSL) {
            builder.option(OpenSslContextOption.GROUPS, GROUPS);
            builder.enableOcsp(material.ocsp().length > 0 && OpenSsl.isOcspSupported());
        }
        return new ShownCertificate(material, builder.build());
    }

    /** A client that offers none of ours was refused before the engine saw it. */
    private ApplicationProtocolConfig protocols() {
        return new ApplicationProtocolConfig(
                Protocol.ALPN,
                SelectorFailureBehavior.NO_ADVERTISE,
                SelectedListenerFailureBehavior.ACCEPT,
                terms.protocols());
    }
}
