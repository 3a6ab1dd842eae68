package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateMaterial;
import java.util.Optional;

/** Knows how the ordering of certificates goes. Thread-safe, never blocks. */
@FunctionalInterface
public interface Orders {
    /** Empty for one that is not ordered. */
    Optional<CertificateDesk.Order> of(Certificate declared, Optional<CertificateMaterial> held);
}
