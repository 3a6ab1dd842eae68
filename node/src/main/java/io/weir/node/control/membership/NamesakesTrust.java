package io.weir.node.control.membership;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes whom another believes, if it shares a name with this node. Thread-safe. */
final class NamesakesTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager chains;
    private final Set<String> names;

    private NamesakesTrust(X509ExtendedTrustManager chains, Set<String> names) {
        this.chains = chains;
        this.names = names;
    }

    static TrustManager[] of(TrustManager[] managers, Set<String> names) {
        for (TrustManager manager : managers) {
            if (manager instanceof X509ExtendedTrustManager chains) {
                return new TrustManager[] {new NamesakesTrust(chains, names)};
            }
        }
        throw new IllegalStateException("nobody judges certificates");
    }

    private void requireName(X509Certificate[] chain) throws CertificateException {
        if (Collections.disjoint(names, ClusterCredential.names(chain[0]))) {
            throw new CertificateException("the other's certificate shares no name with this node's");
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        chains.checkClientTrusted(chain, type, socket);
        requireName(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        chains.checkServerTrusted(chain, type, socket);
        requireName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        chains.checkClientTrusted(chain, type, engine);
        requireName(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        chains.checkServerTrusted(chain, type, engine);
        requireName(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        chains.checkClientTrusted(chain, type);
        requireName(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        chains.checkServerTrusted(chain, type);
        requireName(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return chains.getAcceptedIssuers();
    }
}
