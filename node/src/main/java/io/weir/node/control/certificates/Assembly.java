package io.weir.node.control.certificates;

import io.weir.node.decide.certificate.CertificateRules;
import io.weir.node.decide.certificate.ChainOrder;
import io.weir.node.state.CertificateMaterial;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The texts of one certificate, and what they are called in reasons. They may be one and the same text.
 *
 * @param ocsp empty bytes: none
 */
record Assembly(Named chain, Named key, Named ocsp) {
    /** @param content not to be modified; maybe a key */
    record Named(String what, byte[] content) {
        String text() {
            return new String(content, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return what;
        }
    }

    /** Puts it together; what comes back may be shown to clients at {@code now}. */
    CertificateMaterial judge(String name, Instant now) throws UnusableCertificate {
        CertificateMaterial material = assemble(name, now);
        Optional<String> problem = CertificateRules.untimely(material.chain(), now);
        if (problem.isPresent()) {
            throw new UnusableCertificate(problem.get());
        }
        return material;
    }

    /** The same, but what comes back may have expired: see {@link #remark}. */
    CertificateMaterial assemble(String name, Instant now) throws UnusableCertificate {
        PemText certificates = PemText.read(chain.text(), chain.what());
        if (certificates.certificates().isEmpty()) {
            throw new UnusableCertificate(chain.what() + " has no certificate in PEM");
        }
        PrivateKey secret = PemText.read(key.text(), key.what()).key();
        if (secret == null) {
            throw new UnusableCertificate(key.what() + " has no private key in PEM");
        }
        ChainOrder.Arranged arranged = ChainOrder.arrange(certificates.certificates(), secret);
        if (!arranged.problem().isEmpty()) {
            throw new UnusableCertificate(arranged.problem());
        }
        Optional<String> problem = CertificateRules.problem(arranged.chain());
        if (problem.isPresent()) {
            throw new UnusableCertificate(problem.get());
        }
        CertificateMaterial bare = new CertificateMaterial(name, arranged.chain(), secret, new byte[0]);
        return ocsp.content().length == 0 ? bare : stapled(bare, now);
    }

    /** A response that is too old is left away: clients would refuse what they accept without one. */
    private CertificateMaterial stapled(CertificateMaterial bare, Instant now) throws UnusableCertificate {
        OcspResponse response = OcspResponse.read(ocsp.content(), bare.leaf(), ocsp.what());
        return now.isAfter(response.until())
                ? bare
                : new CertificateMaterial(bare.name(), bare.chain(), bare.key(), response.der());
    }

    /** What should be looked after although the certificate is used; empty: nothing. */
    String remark(CertificateMaterial assembled, Instant now) {
        List<String> remarks = new ArrayList<>();
        CertificateRules.untimely(assembled.chain(), now).ifPresent(remarks::add);
        if (ocsp.content().length > 0 && assembled.ocsp().length == 0) {
            remarks.add(ocsp.what() + " is too old to be stapled");
        }
        return String.join("; ", remarks);
    }
}
