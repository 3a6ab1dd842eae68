package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Who does the cryptography. */
public enum TlsEngine {
    BORINGSSL(SslProvider.OPENSSL_REFCNT),
    /** The fall-back, several times slower; tickets are the node's own, and nothing is stapled. */
    JDK(SslProvider.JDK);

    private final SslProvider provider;

    TlsEngine(SslProvider provider) {
        this.provider = provider;
    }

    /** BoringSSL where its library can be loaded. */
    public static TlsEngine best() {
        return OpenSsl.isAvailable() ? BORINGSSL : JDK;
    }

    public SslProvider provider() {
        return provider;
    }

    /** As shown to people, e.g. {@code BoringSSL} or {@code JDK 17.0.9}. */
    public String text() {
        return this == BORINGSSL ? OpenSsl.versionString() : "JDK " + System.getProperty("java.version");
    }
}
