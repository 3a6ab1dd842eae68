package io.weir.node.filter.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** An answer that is on its way to the store, for which other requests wait. Thread-safe. */
final class Flight {
    private static final long PATIENCE_MILLIS = 3_000;

    private static final AtomicLong NUMBERS = new AtomicLong(System.nanoTime());

    private final long number = NUMBERS.incrementAndGet();
    private final String key;
    private final Place place;
    private final List<Waiter> waiters = new ArrayList<>(2);
    private boolean over;
    private volatile @Nullable Arriving arriving;
    private volatile boolean outdated;
    private volatile String asking = "";

    /** @param place what is known of it before it comes */
    Flight(String key, Place place) {
        this.key = key;
        this.place = place;
    }

    /** One request, told once on its own loop. */
    private static final class Waiter implements Runnable {
        private final Executor loop;
        private final boolean forAll;
        private @Nullable Runnable then;

        Waiter(Executor loop, boolean forAll, Runnable then) {
            this.loop = loop;
            this.forAll = forAll;
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

    /** Under which requests wait for it. */
    String key() {
        return key;
    }

    /** Its own, by which other nodes know it. */
    long number() {
        return number;
    }

    Place place() {
        return place;
    }

    /**
     * {@code then} runs on {@code loop} when the answer has begun to come, when the flight is over, or has taken too long;
     * never within this call.
     *
     * @param forAll it is of no use before it is complete
     */
    void await(Executor loop, boolean forAll, Runnable then) {
        Waiter waiter = new Waiter(loop, forAll, then);
        synchronized (this) {
            if (!over && (forAll || arriving == null)) {
                waiters.add(waiter);
                CompletableFuture.delayedExecutor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS, loop)
                        .execute(waiter);
                return;
            }
        }
        loop.execute(waiter);
    }

    /** What it brings must not be stored, nor begun to be given: something has changed since it began. */
    void outdate() {
        outdated = true;
    }

    boolean isOutdated() {
        return outdated;
    }

    /** Which other node is asked for it; empty: none. */
    void asks(String member) {
        asking = member;
    }

    /** Whether it waits for that very node: who waits for each other waits in vain. */
    boolean waitsFor(String member) {
        return !member.isEmpty() && asking.equals(member);
    }

    synchronized boolean isLanded() {
        return over;
    }

    /** The answer as far as it has come; null: nothing has, or not in a way that others could use before it is complete. */
    @Nullable
    Arriving arriving() {
        return arriving;
    }

    /** The answer begins to come, and others may have it while it comes. */
    void open(Arriving begun) {
        List<Waiter> told = new ArrayList<>();
        synchronized (this) {
            arriving = begun;
            waiters.removeIf(waiter -> !waiter.forAll && told.add(waiter));
        }
        told.forEach(waiter -> waiter.loop.execute(waiter));
    }

    void land() {
        synchronized (this) {
            over = true;
        }
        wake();
    }

    /** Those who wait look again. */
    void wake() {
        List<Waiter> told;
        synchronized (this) {
            told = List.copyOf(waiters);
            waiters.clear();
        }
        told.forEach(waiter -> waiter.loop.execute(waiter));
    }
}
