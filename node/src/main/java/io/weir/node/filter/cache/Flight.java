package io.weir.node.filter.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer that is on its way to the store, for which other requests wait. Thread-safe. */
final class Flight {
    private static final long PATIENCE_MILLIS = 3_000;

    private final List<Waiter> waiters = new ArrayList<>(2);
    private boolean over;
    private volatile boolean outdated;

    /** One request, told once on its own loop. */
    private static final class Waiter implements Runnable {
        private final Executor loop;
        private @Nullable Runnable then;

        Waiter(Executor loop, Runnable then) {
            this.loop = loop;
            this.then = then;
        }

        /** Only on the loop. */
        @Override
        public void run() {
            Runnable known = then;
            then = null;
            if (known != null) {
                known.run();
            }
        }
    }

    /** {@code then} runs on {@code loop} when the flight is over, or has taken too long; never within this call. */
    void await(Executor loop, Runnable then) {
        Waiter waiter = new Waiter(loop, then);
        synchronized (this) {
            if (!over) {
                waiters.add(waiter);
                CompletableFuture.delayedExecutor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS, loop)
                        .execute(waiter);
                return;
            }
        }
        loop.execute(waiter);
    }

    /** What it brings must not be stored: something has changed since it began. */
    void outdate() {
        outdated = true;
    }

    boolean isOutdated() {
        return outdated;
    }

    void land() {
        List<Waiter> told;
        synchronized (this) {
            over = true;
            told = List.copyOf(waiters);
            waiters.clear();
        }
        told.forEach(waiter -> waiter.loop.execute(waiter));
    }
}
