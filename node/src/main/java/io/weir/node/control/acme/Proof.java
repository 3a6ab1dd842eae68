package io.weir.node.control.acme;

import io.weir.config.model.Certificate.AcmeKey;
import io.weir.node.control.certificates.Challenges;
import java.security.KeyPair;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Identifier;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/**
 * A challenge that every node answers until it is closed. Blocks while the nodes are told.
 *
 * @param challenge the server may be told to look
 */
record Proof(Challenge challenge, Runnable closing) implements AutoCloseable {
    /** @throws OrderFailure when the server does not offer this kind */
    static Proof open(
            io.weir.config.model.Certificate.Challenge kind, Authorization authorization, Challenges challenges)
            throws OrderFailure, InterruptedException {
        return switch (kind) {
            case HTTP_01 -> {
                Http01Challenge http = authorization
                        .findChallenge(Http01Challenge.class)
                        .orElseThrow(() -> notOffered(kind, authorization));
                Waiting.on(challenges.openHttp(http.getToken(), http.getAuthorization()));
                yield new Proof(http, () -> challenges.closeHttp(http.getToken()));
            }
            case TLS_ALPN_01 -> {
                TlsAlpn01Challenge tls = authorization
                        .findChallenge(TlsAlpn01Challenge.class)
                        .orElseThrow(() -> notOffered(kind, authorization));
                yield overTls(tls, authorization.getIdentifier(), challenges);
            }
        };
    }

    private static OrderFailure notOffered(
            io.weir.config.model.Certificate.Challenge kind, Authorization authorization) {
        return new OrderFailure("the server offers no " + kind.word() + " for "
                + authorization.getIdentifier().getValue());
    }

    private static Proof overTls(TlsAlpn01Challenge tls, Identifier host, Challenges challenges)
            throws OrderFailure, InterruptedException {
        try {
            KeyPair keys = Keys.of(AcmeKey.RSA); // acme4j signs this certificate with nothing else
            X509Certificate certificate = tls.createCertificate(keys, host);
            String name = host.getValue().toLowerCase(Locale.ROOT);
            Waiting.on(challenges.openTls(
                    name, Keys.pem("CERTIFICATE", certificate.getEncoded()), Keys.pem(keys.getPrivate())));
            return new Proof(tls, () -> challenges.closeTls(name));
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was made can be written", e);
        }
    }

    /** Does not wait for the nodes. */
    @Override
    public void close() {
        closing.run();
    }
}
