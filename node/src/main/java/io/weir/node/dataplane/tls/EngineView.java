package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.internal.tcnative.SSL;
import io.weir.node.state.ClientTls;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/** What an engine says of itself after its handshake. */
record EngineView(SSLEngine engine) {
    /** Whether the session is that of an earlier connection. */
    boolean isResumed(long begunMillis) {
        if (engine instanceof ReferenceCountedOpenSslEngine boring) {
            return SSL.isSessionReused(boring.sslPointer());
        }
        return engine.getSession().getCreationTime() < begunMillis; // the JDK does not tell otherwise
    }

    ClientTls client(String serverName) {
        SSLSession session = engine.getSession();
        return new ClientTls(session.getProtocol(), session.getCipherSuite(), serverName, chain(session));
    }

    private List<X509Certificate> chain(SSLSession session) {
        if (!engine.getWantClientAuth() && !engine.getNeedClientAuth()) {
            return List.of();
        }
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate one : session.getPeerCertificates()) {
                chain.add((X509Certificate) one);
            }
            return chain;
        } catch (SSLPeerUnverifiedException none) {
            return List.of();
        }
    }
}
