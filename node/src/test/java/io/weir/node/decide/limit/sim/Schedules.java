package io.weir.node.decide.limit.sim;

import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Runs many schedules, two at a time. */
final class Schedules {
    private static final int THREADS = 2;

    private Schedules() {}

    /** Stops soon after the first that breaks the promise; says which. */
    static Optional<String> firstBroken(long from, int count, Slip slip, Tally tally) {
        AtomicLong next = new AtomicLong(from);
        ConcurrentSkipListMap<Long, String> broken = new ConcurrentSkipListMap<>();
        IntStream.range(0, THREADS).parallel().forEach(thread -> {
            for (long seed = next.getAndIncrement();
                    seed < from + count && broken.isEmpty();
                    seed = next.getAndIncrement()) {
                run(seed, slip, tally).ifPresent(new Keep(broken, seed)::put);
            }
        });
        return broken.values().stream().findFirst();
    }

    private record Keep(ConcurrentSkipListMap<Long, String> broken, long seed) {
        void put(String what) {
            broken.put(seed, what);
        }
    }

    private static Optional<String> run(long seed, Slip slip, Tally tally) {
        try {
            new World(Setting.draw(seed), slip, tally, false).run();
            return Optional.empty();
        } catch (World.Broken e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    /** Prints what happens; throws like the schedule. */
    static void replay(long seed, Slip slip) {
        World world = new World(Setting.draw(seed), slip, new Tally(), true);
        try {
            world.run();
        } finally {
            world.trace().forEach(System.out::println);
        }
    }
}
