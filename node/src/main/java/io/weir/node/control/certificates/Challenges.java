package io.weir.node.control.certificates;

import io.weir.node.control.replication.Reach;
import io.weir.node.state.CertificateMaterial;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The ACME challenges that are open, so that every node answers them: a certificate authority asks whichever it reaches. One
 * that nobody closes ends by itself after an hour. Thread-safe, never blocks; reading takes no lock.
 */
public interface Challenges {
    /**
     * RFC 8555 §8.3. Completes when the nodes answer {@code /.well-known/acme-challenge/TOKEN} with the key authorization:
     * only then may the authority be told to look. What is short of {@link Reach#EVERY_NODE} should be tried all the same.
     *
     * @throws IllegalStateException when the node has no cluster secret
     */
    CompletionStage<Reach> openHttp(String token, String keyAuthorization);

    /**
     * RFC 8737. Completes when the nodes show the certificate, which signs itself and has the extension acmeIdentifier, to
     * handshakes for {@code host} with ALPN {@code acme-tls/1}.
     *
     * @param host lower case
     * @throws IllegalStateException when the node has no cluster secret
     */
    CompletionStage<Reach> openTls(String host, String certificatePem, String keyPem);

    CompletionStage<Reach> closeHttp(String token);

    CompletionStage<Reach> closeTls(String host);

    /** See {@link io.weir.node.state.Certificates#httpChallenge}. */
    @Nullable
    String http(String token);

    /** See {@link io.weir.node.state.Certificates#tlsChallenge}. */
    @Nullable
    CertificateMaterial tls(String host);
}
