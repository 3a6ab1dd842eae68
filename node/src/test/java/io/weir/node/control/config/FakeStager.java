package io.weir.node.control.config;

import io.weir.config.model.GatewayDocument;
import io.weir.node.state.Stager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Stages everything, or refuses while it is told to. */
final class FakeStager implements Stager {
    volatile String refusal = "";
    final AtomicInteger activated = new AtomicInteger();
    final AtomicInteger discarded = new AtomicInteger();

    @Override
    public CompletionStage<Staged> stage(
            long revision, String documentHash, GatewayDocument document, boolean decided) {
        if (!refusal.isEmpty()) {
            return CompletableFuture.failedStage(new StagingException(refusal));
        }
        return CompletableFuture.completedStage(new Staged() {
            @Override
            public void activate() {
                activated.incrementAndGet();
            }

            @Override
            public void discard() {
                discarded.incrementAndGet();
            }
        });
    }
}
