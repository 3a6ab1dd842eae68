package io.weir.node.testkit;

import io.weir.config.model.Certificate;
import io.weir.node.control.certificates.Orders;
import io.weir.node.control.replication.Reach;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateMaterial;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Nothing is ordered. */
public final class NoOrders implements Orders {
    @Override
    public Optional<CertificateDesk.Order> of(Certificate declared, Optional<CertificateMaterial> held) {
        return Optional.empty();
    }

    @Override
    public CompletionStage<Reach> anew(String certificate) {
        return CompletableFuture.completedFuture(Reach.EVERY_NODE);
    }
}
