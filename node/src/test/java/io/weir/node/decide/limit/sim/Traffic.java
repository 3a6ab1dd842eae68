package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.BucketKey;
import io.weir.node.decide.limit.Cell;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Requests for one key at one node: they arrive, are admitted or denied, or wait for a lease for a second at most. */
final class Traffic {
    private static final long LONGEST_WAIT = Setting.SECOND;

    enum Demand {
        DRAWN,
        /** Always more than there is. */
        SATURATED
    }

    private final World world;
    private final SimNode node;
    private final BucketKey key;
    private final Promise promise;
    private final SplittableRandom random;
    private final double perNano;
    private final long interval;
    private final boolean saturated;
    private final boolean bursty;
    private final ArrayDeque<Long> waiting = new ArrayDeque<>();
    private boolean on = true;
    private boolean stopped;

    Traffic(World world, SimNode node, BucketKey key, Promise promise, SplittableRandom random, Demand demand) {
        this.world = world;
        this.node = node;
        this.key = key;
        this.promise = promise;
        this.random = random;
        this.saturated = demand == Demand.SATURATED || random.nextInt(3) == 0;
        this.bursty = demand == Demand.DRAWN && random.nextBoolean();
        double factor = saturated ? 2.5 : random.nextDouble(1.5);
        this.perNano = factor * key.limit().ratePerSecond() / 1e9;
        this.interval = demand == Demand.SATURATED ? 5 * Setting.MS : random.nextLong(10, 60) * Setting.MS;
    }

    void start() {
        world.scheduler().after(random.nextLong(interval), node, this::arrive);
    }

    void stop() {
        stopped = true;
    }

    private void arrive() {
        if (stopped) {
            return;
        }
        long pause = random.nextLong(interval / 2, interval + interval / 2);
        if (bursty && random.nextInt(12) == 0) {
            on = !on;
        }
        if (on) {
            request(count(pause));
        }
        world.scheduler().after(pause, node, this::arrive);
    }

    private long count(long pause) {
        if (bursty && random.nextInt(20) == 0) {
            return key.limit().burst() + 1;
        }
        double expected = perNano * pause;
        long whole = (long) expected + (random.nextDouble() < expected - (long) expected ? 1 : 0);
        return saturated ? Math.max(1, whole) : whole;
    }

    private void request(long count) {
        long now = node.now();
        Cell cell = cell(now);
        for (long i = 0; i < count; i++) {
            long answer = waiting.isEmpty() ? cell.admit(now) : Cell.WAIT;
            if (answer == Cell.WAIT) {
                long rest = count - i;
                node.book().await(cell, rest);
                for (long j = 0; j < rest; j++) {
                    waiting.add(now);
                }
                node.attendSoon();
                return;
            }
            if (answer >= 0) {
                admitted();
            } else {
                return;
            }
        }
    }

    private Cell cell(long now) {
        Cell cell = node.book().cell(node.book().table(key.limit()), key.bytes(), now);
        if (cell == null) {
            throw new AssertionError("the table is full");
        }
        return cell;
    }

    private void admitted() {
        world.admitted(node, key, promise);
    }

    /** As far as the cell knows; the others go on waiting. */
    void decide() {
        if (waiting.isEmpty()) {
            return;
        }
        long now = node.now();
        @Nullable Cell cell = node.book().table(key.limit()).find(key.bytes(), 0, key.bytes().length);
        while (cell != null && !waiting.isEmpty()) {
            long answer = cell.admit(now);
            if (answer == Cell.WAIT && now - waiting.element() < LONGEST_WAIT) {
                node.book().await(cell, 0);
                return;
            }
            node.book().answered(cell, 1);
            waiting.remove();
            if (answer >= 0) {
                admitted();
            }
        }
    }
}
