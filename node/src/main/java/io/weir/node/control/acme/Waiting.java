package io.weir.node.control.acme;

import io.weir.node.control.replication.NotReplicated;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the other nodes. Only on the thread of orders. */
final class Waiting {
    private static final long BOUND_SECONDS = 15;

    private Waiting() {}

    /** @throws OrderFailure when they do not confirm it */
    static <T> T on(CompletionStage<T> stage) throws OrderFailure, InterruptedException {
        try {
            return stage.toCompletableFuture().get(BOUND_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new OrderFailure("the other nodes do not answer");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotReplicated) {
                throw new OrderFailure("most of the other nodes do not answer");
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
