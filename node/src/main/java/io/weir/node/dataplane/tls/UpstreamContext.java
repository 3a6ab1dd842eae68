package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.UpstreamTls;
import io.weir.node.state.CertificateMaterial;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * What connections to the endpoints of one upstream are made with now: made anew when its trust or its certificate
 * changes, with sessions of its own, so that none that was granted under the old trust is resumed. Thread-safe.
 */
final class UpstreamContext {
    private final UpstreamTls settings;
    private final UpstreamProtocol protocol;
    private final TlsPorts ports;
    private final Map<String, Integer> endpoints = new HashMap<>();
    private byte[] trustRead = new byte[0];
    private @Nullable CertificateMaterial shown;
    private volatile @Nullable SslContext context;

    /** Nothing can be connected to before the first {@link #refresh}. */
    UpstreamContext(UpstreamTls settings, UpstreamProtocol protocol, TlsPorts ports) {
        this.settings = settings;
        this.protocol = protocol;
        this.ports = ports;
    }

    UpstreamTls settings() {
        return settings;
    }

    UpstreamProtocol protocol() {
        return protocol;
    }

    /** A number of its own for each endpoint: endpoints of one name do not have each other's sessions. */
    synchronized int sessions(String endpoint) {
        Integer known = endpoints.putIfAbsent(endpoint, endpoints.size() + 1);
        return known == null ? endpoints.size() : known;
    }

    /** Null while the certificate that is to be shown is not there. */
    @Nullable
    SslContext current() {
        return context;
    }

    /**
     * Looks whether something has changed, and blocks for it. After a failure all is as before.
     *
     * @return whether connections are made differently from now on
     * @throws IOException what is wrong with the files
     */
    @SuppressWarnings("ReferenceEquality") // a certificate that was replaced is another object
    synchronized boolean refresh() throws IOException {
        byte[] trust = settings.trust().isPresent()
                ? ports.secrets().read(settings.trust().get())
                : new byte[0];
        CertificateMaterial own =
                settings.certificate().map(ports.certificates()::current).orElse(null);
        if (context != null && Arrays.equals(trust, trustRead) && own == shown) {
            return false;
        }
        boolean waits = settings.certificate().isPresent() && own == null;
        SslContext next = waits ? null : build(trust, Optional.ofNullable(own));
        boolean changed = context != next;
        trustRead = trust;
        shown = own;
        context = next;
        return changed;
    }

    private SslContext build(byte[] trust, Optional<CertificateMaterial> own) throws IOException {
        SslContextBuilder builder = SslContextBuilder.forClient()
                // Contexts are few and engines long-lived: what frees them is the garbage collector.
                .sslProvider(ports.engine() == TlsEngine.BORINGSSL ? SslProvider.OPENSSL : SslProvider.JDK)
                .protocols(TlsLibrary.protocols(settings.profile()))
                .ciphers(TlsLibrary.suites(settings.profile()), SupportedCipherSuiteFilter.INSTANCE)
                .applicationProtocolConfig(alpn(protocol))
                .endpointIdentificationAlgorithm(settings.verify() ? "HTTPS" : null);
        if (!settings.verify()) {
            builder.trustManager(InsecureTrustManagerFactory.INSTANCE);
        } else if (settings.trust().isPresent()) {
            builder.trustManager(anchors(trust));
        }
        own.ifPresent(material -> builder.keyManager(material.key(), material.chain()));
        try {
            SslContext built = builder.build();
            if (built.sessionContext() instanceof OpenSslSessionContext sessions) {
                // Lets endpoints with TLS 1.2 give tickets as well, which the library leaves to TLS 1.3 otherwise.
                sessions.setTicketKeys(new OpenSslSessionTicketKey[0]);
            }
            return built;
        } catch (SSLException e) {
            throw new IOException("cannot be used: " + e.getMessage(), e);
        }
    }

    /** An endpoint that knows nothing of ALPN may come without: then it speaks HTTP/1.1. */
    private static ApplicationProtocolConfig alpn(UpstreamProtocol protocol) {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                switch (protocol) {
                    case HTTP_1_1 -> List.of(ApplicationProtocolNames.HTTP_1_1);
                    case H2 -> List.of(ApplicationProtocolNames.HTTP_2);
                    case AUTO -> List.of(ApplicationProtocolNames.HTTP_2, ApplicationProtocolNames.HTTP_1_1);
                });
    }

    private Iterable<java.security.cert.X509Certificate> anchors(byte[] trust) throws IOException {
        try {
            return TrustAnchors.parse(trust);
        } catch (IOException e) {
            throw new IOException(settings.trust().map(Object::toString).orElse("trust") + ": " + e.getMessage(), e);
        }
    }
}
