package io.weir.node.control.certificates;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.cert.ocsp.BasicOCSPResp;
import org.bouncycastle.cert.ocsp.OCSPException;
import org.bouncycastle.cert.ocsp.OCSPResp;
import org.bouncycastle.cert.ocsp.SingleResp;

/**
 * A response that can be stapled (RFC 6960, RFC 6066 §8).
 *
 * @param der as it is sent
 * @param until when clients stop believing it
 */
record OcspResponse(byte[] der, Instant until) {
    private static final int SEQUENCE = 0x30;

    /** @param text DER, or that in base64 (environments hold no bytes) */
    static OcspResponse read(byte[] text, X509Certificate leaf, String what) throws UnusableCertificate {
        try {
            byte[] der = text.length > 0 && text[0] == SEQUENCE
                    ? text
                    : Base64.getMimeDecoder().decode(new String(text, StandardCharsets.US_ASCII));
            OCSPResp response = new OCSPResp(der);
            if (response.getStatus() == OCSPResp.SUCCESSFUL
                    && response.getResponseObject() instanceof BasicOCSPResp basic) {
                for (SingleResp single : basic.getResponses()) {
                    if (single.getCertID().getSerialNumber().equals(leaf.getSerialNumber())) {
                        Date until = single.getNextUpdate();
                        return new OcspResponse(der, until == null ? Instant.MAX : until.toInstant());
                    }
                }
            }
        } catch (IOException | OCSPException | RuntimeException e) {
            throw new UnusableCertificate(what + " is not an OCSP response in DER");
        }
        throw new UnusableCertificate(what + " is not a successful OCSP response about this certificate");
    }
}
