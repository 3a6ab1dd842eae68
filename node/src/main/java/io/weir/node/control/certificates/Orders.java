package io.weir.node.control.certificates;

import io.weir.config.model.Certificate;
import io.weir.node.control.replication.Reach;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateMaterial;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Knows how the ordering of certificates goes. Thread-safe, never blocks. */
public interface Orders {
    /** Empty for one that is not ordered. */
    Optional<CertificateDesk.Order> of(Certificate declared, Optional<CertificateMaterial> held);

    /** Orders it anew. Completes when the nodes know that it is wanted. */
    CompletionStage<Reach> anew(String certificate);
}
