package io.weir.node.testkit;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waiting on a condition, with a bound. */
public final class Await {
    private static final Duration BOUND = Duration.ofSeconds(90);

    private Await() {}

    /** Fails with {@code what} when the condition does not come true within 90 s: a machine may be busy with other things. */
    public static void until(Supplier<String> what, BooleanSupplier condition) {
        long end = System.nanoTime() + BOUND.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + BOUND.toSeconds() + " s: " + what.get());
            }
            briefly();
        }
    }

    /** A few milliseconds, between two looks at something outside this process. */
    public static void briefly() {
        try {
            Thread.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting", e);
        }
    }
}
