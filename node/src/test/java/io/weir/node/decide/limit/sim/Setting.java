package io.weir.node.decide.limit.sim;

import io.weir.config.model.Policy.WhenOwnerLost;
import io.weir.node.decide.limit.BucketKey;
import io.weir.node.decide.limit.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a schedule is made of; all else follows from {@code seed}.
 *
 * @param keys of one partition
 * @param duration true nanoseconds
 * @param wire how messages travel
 * @param demand null: drawn for each node and key
 */
record Setting(
        long seed,
        int nodes,
        List<BucketKey> keys,
        long duration,
        WireSetting wire,
        Traffic.Demand demand,
        List<Planned> faults) {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private static final long[] BURSTS = {1, 2, 3, 4, 5, 7, 10, 30, 100, 300};
    private static final double MOST_PER_SECOND = 1_000;

    /** @param length how long it lasts, where it does */
    record Planned(Fault fault, long at, long length) {}

    /**
     * @param loss part of the messages that get lost
     * @param doubled part that come twice
     * @param late part that take up to {@code latest} rather than {@code spread}
     */
    record WireSetting(double loss, double doubled, double late, long spread, long latest) {
        static final WireSetting QUIET = new WireSetting(0, 0, 0, MS / 2, 0);
    }

    static Setting draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Planned> faults = faults(random);
        long duration = random.nextLong(2 * SECOND, 4 * SECOND);
        for (Planned planned : faults) {
            duration = Math.max(duration, planned.at() + aftermath(planned));
        }
        Limit limit = limit(random);
        int keys = random.nextInt(8) == 0 ? 2 : 1;
        return new Setting(
                seed, 3 + random.nextInt(3), keys(limit, keys), duration, wire(random), Traffic.Demand.DRAWN, faults);
    }

    private static List<Planned> faults(SplittableRandom random) {
        List<Planned> faults = new ArrayList<>();
        int count = random.nextInt(4);
        for (int i = 0; i < count; i++) {
            Fault fault = Fault.PLANNED.get(random.nextInt(Fault.PLANNED.size()));
            long at = random.nextLong(SECOND / 10, 5 * SECOND);
            faults.add(new Planned(fault, at, length(fault, random)));
        }
        return faults;
    }

    private static long length(Fault fault, SplittableRandom random) {
        return switch (fault) {
            case PAUSE, OWNER_PAUSE -> random.nextLong(50 * MS, random.nextInt(4) == 0 ? 9 * SECOND : 2 * SECOND);
            case PARTITION, OWNER_CUT_OFF -> random.nextLong(SECOND / 2, 10 * SECOND);
            case LINKS -> random.nextLong(SECOND / 5, 4 * SECOND);
            case STORM -> random.nextLong(SECOND / 2, 3 * SECOND);
            default -> random.nextLong(SECOND / 5, 6 * SECOND);
        };
    }

    /** Long enough to see the cluster make up its mind about it, or at least how it ends. */
    private static long aftermath(Planned planned) {
        return switch (planned.fault()) {
            case OWNER_CRASH, CRASH -> 9 * SECOND;
            case PARTITION, OWNER_CUT_OFF, PAUSE, OWNER_PAUSE ->
                planned.length() > 4 * SECOND ? 10 * SECOND : planned.length() + SECOND;
            default -> 3 * SECOND;
        };
    }

    private static Limit limit(SplittableRandom random) {
        long burst = BURSTS[random.nextInt(BURSTS.length)];
        double fillSeconds = Math.exp(random.nextDouble(Math.log(0.02), Math.log(10)));
        double rate = Math.min(MOST_PER_SECOND, burst / fillSeconds);
        return new Limit("sim", rate, burst, random.nextInt(8) == 0 ? WhenOwnerLost.DENY : WhenOwnerLost.SHARE);
    }

    /** Keys that one partition owns. */
    static List<BucketKey> keys(Limit limit, int count) {
        List<BucketKey> keys = new ArrayList<>(List.of(BucketKey.of(limit, "k")));
        for (int i = 0; keys.size() < count; i++) {
            BucketKey key = BucketKey.of(limit, "k" + i);
            if (key.partition() == keys.get(0).partition()) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static WireSetting wire(SplittableRandom random) {
        if (random.nextInt(4) == 0) {
            return WireSetting.QUIET;
        }
        return new WireSetting(
                random.nextInt(2) * random.nextDouble(0.2),
                random.nextInt(2) * random.nextDouble(0.1),
                random.nextInt(2) * random.nextDouble(0.1),
                random.nextLong(MS / 2, 40 * MS),
                random.nextLong(50 * MS, 3 * SECOND));
    }
}
