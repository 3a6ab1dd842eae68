package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.node.decide.certificate.Expiry;
import io.weir.node.decide.certificate.Validity;
import io.weir.node.state.CertificateMaterial;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns once when a certificate comes close to its end, and stops stapling responses that are too old. Used by one thread. */
final class ExpiryWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ExpiryWatch.class);

    private final Board board;
    private final InstantSource clock;
    private Map<String, Said> said = new HashMap<>();

    /** What was said last of the chain that ends then. */
    private record Said(Instant end, Expiry expiry) {}

    ExpiryWatch(Board board, InstantSource clock) {
        this.board = board;
        this.clock = clock;
    }

    void look() {
        Instant now = clock.instant();
        Map<String, Said> next = new HashMap<>();
        for (Held held : board.live().all()) {
            held.material().ifPresent(material -> {
                String name = held.declared().name();
                next.put(name, look(name, Expiry.end(material.chain()), isRenewedInTime(held, material, now), now));
                lookAtStaple(held, material, now);
            });
        }
        said = next;
    }

    /** Those that the cluster renews come close to their ends without anybody having to do anything. */
    private static boolean isRenewedInTime(Held held, CertificateMaterial material, Instant now) {
        return held.declared().source() instanceof Certificate.Source.Acme
                && now.isBefore(Validity.of(material.chain()).overdue());
    }

    private Said look(String name, Instant end, boolean inTime, Instant now) {
        Said before = said.get(name);
        Said is = new Said(end, inTime ? Expiry.FINE : Expiry.of(end, now));
        if (!is.equals(before)) {
            switch (is.expiry()) {
                case FINE -> {}
                case EXPIRED -> LOG.error("certificate {} has expired at {}; clients refuse it", name, end);
                default ->
                    LOG.warn("certificate {} expires at {}, in {} days", name, end, (long) Expiry.daysLeft(end, now));
            }
        }
        return is;
    }

    private void lookAtStaple(Held held, CertificateMaterial material, Instant now) {
        if (material.ocsp().length == 0) {
            return;
        }
        try {
            OcspResponse response = OcspResponse.read(material.ocsp(), material.leaf(), "its OCSP response");
            if (now.isAfter(response.until())) {
                String problem = "its OCSP response is too old and no longer stapled";
                LOG.warn("certificate {}: {}", material.name(), problem);
                CertificateMaterial bare =
                        new CertificateMaterial(material.name(), material.chain(), material.key(), new byte[0]);
                board.replace(
                        held,
                        new Held(
                                held.declared(),
                                Optional.of(bare),
                                held.since(),
                                held.marks(),
                                held.changing(),
                                problem));
            }
        } catch (UnusableCertificate e) {
            throw new IllegalStateException("it was read before", e);
        }
    }
}
