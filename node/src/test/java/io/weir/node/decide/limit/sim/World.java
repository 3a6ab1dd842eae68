package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.BucketKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** One schedule: nodes, the wire between them, the cluster that they form, and what must hold all the time. */
final class World {
    private static final int MOST_TRACED = 4_000;

    private final Setting setting;
    private final Slip slip;
    private final Tally tally;
    private final Scheduler scheduler = new Scheduler();
    private final SplittableRandom random;
    private final Wire wire;
    private final Cluster cluster;
    private final Placement placement;
    private final Map<BucketKey, Promise> promises = new LinkedHashMap<>();
    private final List<SimNode> all = new ArrayList<>();
    private final boolean tracing;
    private final List<String> trace = new ArrayList<>();
    private Runnable onAdmission = () -> {};

    /** The promise is broken. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    World(Setting setting, Slip slip, Tally tally, boolean tracing) {
        this.setting = setting;
        this.slip = slip;
        this.tally = tally;
        this.tracing = tracing;
        this.random = new SplittableRandom(setting.seed() ^ 0x5DEECE66DL);
        this.wire = new Wire(scheduler, random.split(), tally, setting.wire());
        this.cluster = new Cluster(this, random.split());
        this.placement =
                new Placement(this, random.split(), setting.keys().get(0).partition());
        setting.keys().forEach(key -> promises.put(key, promise(key)));
    }

    private static Promise promise(BucketKey key) {
        return new Promise(key.limit().ratePerSecond(), key.limit().burst());
    }

    /** Runs to its end, or throws {@link Broken}. */
    void run() {
        begin();
        scheduler.runUntil(setting.duration());
        end();
    }

    void begin() {
        for (int i = 0; i < setting.nodes(); i++) {
            node();
        }
        cluster.begin(List.copyOf(all));
        placement.begin(all.get(random.nextInt(all.size())));
        new Chaos(this, random.split()).plan(setting.faults());
    }

    void end() {
        all.forEach(SimNode::end);
        tally.schedules.increment();
        tally.events.add(scheduler.count());
        promises.values().forEach(promise -> tally.admissions.add(promise.admitted()));
    }

    private SimNode node() {
        SimNode node = new SimNode(this, "node" + all.size(), Clock.draw(random), random.split());
        all.add(node);
        return node;
    }

    /** A new node joins. */
    void newcomer() {
        cluster.join(node());
    }

    /** It is a member now, and takes traffic. */
    void serve(SimNode node) {
        node.serve(setting.keys().stream()
                .map(key -> new Traffic(
                        this, node, key, promises.getOrDefault(key, promise(key)), random.split(), setting.demand()))
                .toList());
    }

    void admitted(SimNode node, BucketKey key, Promise promise) {
        if (tracing) {
            trace(node, "admits");
        }
        if (!promise.admit(scheduler.now())) {
            throw new Broken("seed " + setting.seed() + ": at " + scheduler.now() / 1e9 + " s " + node
                    + " admits one too many of " + key.limit() + ": " + promise.worst() + " over some window; "
                    + setting);
        }
        onAdmission.run();
    }

    /** Called at each admission. */
    void onAdmission(Runnable action) {
        onAdmission = action;
    }

    void trace(Object who, Object what) {
        if (tracing) {
            add(who + " " + what);
        }
    }

    void trace(SimNode from, SimNode to, Object message) {
        if (tracing) {
            add(from + " > " + to + " " + message);
        }
    }

    private void add(String line) {
        trace.add("%.6f %s".formatted(scheduler.now() / 1e9, line));
        if (trace.size() > 2 * MOST_TRACED) {
            trace.subList(0, MOST_TRACED).clear();
        }
    }

    List<String> trace() {
        return trace;
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Wire wire() {
        return wire;
    }

    Cluster cluster() {
        return cluster;
    }

    Placement placement() {
        return placement;
    }

    Slip slip() {
        return slip;
    }

    Tally tally() {
        return tally;
    }
}
