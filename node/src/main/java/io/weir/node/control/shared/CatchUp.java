package io.weir.node.control.shared;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether a node has what the others have. Thread-safe. */
final class CatchUp {
    private final CompletableFuture<Void> first = new CompletableFuture<>();
    private volatile boolean done;

    boolean done() {
        return done;
    }

    CompletionStage<Void> first() {
        return first.minimalCompletionStage();
    }

    void set(boolean now) {
        done = now;
        if (now) {
            first.complete(null);
        }
    }
}
