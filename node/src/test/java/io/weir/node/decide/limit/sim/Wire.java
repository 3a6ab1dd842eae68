package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.sim.Setting.WireSetting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** Carries messages between nodes: late, twice, out of order, or not at all. */
final class Wire {
    private final Scheduler scheduler;
    private final SplittableRandom random;
    private final Tally tally;
    private final WireSetting usual;
    private final List<Set<SimNode>> sides = new ArrayList<>();
    private final Set<Link> broken = new HashSet<>();
    private WireSetting setting;

    private record Link(SimNode from, SimNode to) {}

    Wire(Scheduler scheduler, SplittableRandom random, Tally tally, WireSetting usual) {
        this.scheduler = scheduler;
        this.random = random;
        this.tally = tally;
        this.usual = usual;
        this.setting = usual;
    }

    void send(SimNode from, SimNode to, Runnable delivery) {
        if (from == to) {
            scheduler.after(random.nextLong(Setting.MS / 10), to, delivery);
            return;
        }
        if (random.nextDouble() < setting.loss()) {
            tally.happened(Fault.LOSS);
            return;
        }
        deliver(from, to, delivery);
        if (random.nextDouble() < setting.doubled()) {
            tally.happened(Fault.DOUBLE);
            deliver(from, to, delivery);
        }
    }

    private void deliver(SimNode from, SimNode to, Runnable delivery) {
        if (!connected(from, to)) {
            return;
        }
        scheduler.after(delay(), to, () -> {
            if (connected(from, to) && to.listensTo(from)) {
                delivery.run();
            }
        });
    }

    private long delay() {
        long base = Setting.MS / 20 + random.nextLong(setting.spread());
        if (random.nextDouble() >= setting.late()) {
            return base;
        }
        tally.happened(Fault.LATE);
        return base + random.nextLong(setting.latest());
    }

    boolean connected(SimNode from, SimNode to) {
        if (!broken.isEmpty() && broken.contains(new Link(from, to))) {
            return false;
        }
        return !isApart(from, to);
    }

    private boolean isApart(SimNode one, SimNode other) {
        for (Set<SimNode> side : sides) {
            if (side.contains(one) != side.contains(other)) {
                return true;
            }
        }
        return false;
    }

    /** Nobody is cut off. */
    boolean isWhole() {
        return sides.isEmpty();
    }

    boolean sameSide(SimNode one, SimNode other) {
        return !isApart(one, other);
    }

    void cut(Set<SimNode> side, long length) {
        sides.add(side);
        scheduler.after(length, () -> sides.remove(side));
    }

    void breakLink(SimNode from, SimNode to, long length) {
        Link link = new Link(from, to);
        broken.add(link);
        scheduler.after(length, () -> broken.remove(link));
    }

    void storm(long length) {
        setting = new WireSetting(0.3, 0.1, 0.3, 100 * Setting.MS, Setting.SECOND);
        scheduler.after(length, () -> setting = usual);
    }
}
