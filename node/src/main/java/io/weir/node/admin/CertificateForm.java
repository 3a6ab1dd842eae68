package io.weir.node.admin;

import io.weir.config.parse.Quantities;
import io.weir.node.decide.certificate.CertificateNames;
import io.weir.node.decide.certificate.Expiry;
import io.weir.node.decide.certificate.KeyKind;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateDesk.Status;
import io.weir.protocol.admin.CertificatesReport;
import io.weir.protocol.admin.CertificatesReport.Certificate;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of a certificate. */
final class CertificateForm {
    private CertificateForm() {}

    /** Of a path; refuses what cannot be one. */
    static String name(Call call) {
        return Quantities.name(call.segment("name"))
                .orElseThrow(() -> Refusal.badRequest(
                        "name", "It is no name.", "a name of letters, digits, '.', '_' or '-', at most 100"));
    }

    static Certificate of(Status status, List<String> listeners, Instant now) {
        X509Certificate leaf = status.chain().isEmpty() ? null : status.chain().get(0);
        Instant end = Expiry.end(status.chain());
        return new Certificate(
                status.name(),
                status.source(),
                status.live(),
                listeners,
                leaf == null ? "" : String.valueOf(leaf.getSubjectX500Principal()),
                leaf == null ? "" : String.valueOf(leaf.getIssuerX500Principal()),
                leaf == null ? "" : leaf.getSerialNumber().toString(16),
                leaf == null ? List.of() : CertificateNames.of(leaf).all(),
                leaf == null ? "" : KeyKind.of(leaf.getPublicKey()).toString(),
                status.chain().stream()
                        .map(one -> String.valueOf(one.getSubjectX500Principal()))
                        .toList(),
                leaf == null ? "" : leaf.getNotBefore().toInstant().toString(),
                leaf == null ? "" : leaf.getNotAfter().toInstant().toString(),
                leaf == null ? null : (long) Math.floor(Expiry.daysLeft(end, now)),
                fingerprint(leaf),
                status.stapled(),
                status.since().map(Instant::toString).orElse(""),
                status.problem(),
                status.order().map(CertificateForm::order).orElse(null));
    }

    private static CertificatesReport.Order order(CertificateDesk.Order order) {
        return new CertificatesReport.Order(
                order.phase().word(),
                order.failures(),
                order.last().map(Instant::toString).orElse(""),
                order.next().toString(),
                order.problem());
    }

    private static String fingerprint(@Nullable X509Certificate leaf) {
        try {
            return leaf == null
                    ? ""
                    : HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(leaf.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read can be written", e);
        }
    }
}
