package io.weir.node.dataplane.tls;

import io.weir.node.state.TlsHandshake;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import org.jspecify.annotations.Nullable;

/** What the engines' exceptions mean. */
final class HandshakeFailure {
    private HandshakeFailure() {}

    static TlsHandshake of(Throwable cause) {
        for (Throwable one = cause; one != null; one = next(one)) {
            if (one instanceof ClosedChannelException) {
                return TlsHandshake.GONE;
            }
            if (one instanceof CertificateException || saysNoCertificate(one)) {
                return TlsHandshake.CLIENT_CERTIFICATE;
            }
        }
        return TlsHandshake.FAILED;
    }

    private static @Nullable Throwable next(Throwable one) {
        return one.getCause();
    }

    /** BoringSSL's words and the JDK's for a client that had to show a certificate and did not. */
    private static boolean saysNoCertificate(Throwable one) {
        String message = String.valueOf(one.getMessage());
        return message.contains("PEER_DID_NOT_RETURN_A_CERTIFICATE") || message.contains("Empty client certificate");
    }
}
