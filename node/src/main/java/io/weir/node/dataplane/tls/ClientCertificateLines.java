package io.weir.node.dataplane.tls;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Tells a backend the client's certificate: {@code Client-Cert} and {@code Client-Cert-Chain} (RFC 9440). */
final class ClientCertificateLines {
    private ClientCertificateLines() {}

    /** @param chain the client's certificate first; empty: there is nothing to tell */
    static byte[] of(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return new byte[0];
        }
        StringBuilder lines =
                new StringBuilder("Client-Cert: ").append(item(chain.get(0))).append("\r\n");
        if (chain.size() > 1) {
            String rest = String.join(
                    ", ",
                    chain.subList(1, chain.size()).stream()
                            .map(ClientCertificateLines::item)
                            .toList());
            lines.append("Client-Cert-Chain: ").append(rest).append("\r\n");
        }
        return lines.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** A byte sequence (RFC 8941 §3.3.5). */
    private static String item(X509Certificate certificate) {
        try {
            return ":" + Base64.getEncoder().encodeToString(certificate.getEncoded()) + ":";
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that came as bytes has none", e);
        }
    }
}
