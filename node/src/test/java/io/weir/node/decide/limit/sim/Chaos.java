package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.sim.Setting.Planned;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Makes happen what a schedule has planned. */
final class Chaos {
    private final World world;
    private final SplittableRandom random;

    Chaos(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    void plan(List<Planned> faults) {
        faults.forEach(planned -> world.scheduler().after(planned.at(), () -> strike(planned)));
    }

    private void strike(Planned planned) {
        List<SimNode> able = world.cluster().able();
        if (able.isEmpty()) {
            return;
        }
        SimNode any = able.get(random.nextInt(able.size()));
        SimNode owner = owner(any);
        world.trace(planned.fault().toString(), planned.length());
        world.tally().happened(planned.fault());
        long length = planned.length();
        switch (planned.fault()) {
            case CRASH -> crash(any, length);
            case OWNER_CRASH -> crash(owner, length);
            case PAUSE -> any.pause(length);
            case OWNER_PAUSE -> owner.pause(length);
            case PARTITION -> world.wire().cut(side(any, able), length);
            case OWNER_CUT_OFF -> world.wire().cut(Set.of(owner), length);
            case LINKS -> breakLinks(able, length);
            case HANDOVER -> world.placement().handOver();
            case OWNER_LOST -> world.placement().lose();
            case JOIN -> world.newcomer();
            case LEAVE -> leave(any, able);
            case STORM -> world.wire().storm(length);
            default -> throw new AssertionError(planned.fault());
        }
    }

    private SimNode owner(SimNode otherwise) {
        @Nullable SimNode owner = world.placement().ownerOr(otherwise);
        return owner == null ? otherwise : owner;
    }

    /** Half of them come back, as another member. */
    private void crash(SimNode node, long until) {
        node.end();
        if (random.nextBoolean()) {
            world.scheduler().after(until, () -> {
                world.cluster().replaced(node);
                world.newcomer();
            });
        }
    }

    private Set<SimNode> side(SimNode any, List<SimNode> able) {
        Set<SimNode> side = new HashSet<>(Set.of(any));
        for (SimNode node : able) {
            if (random.nextInt(3) == 0) {
                side.add(node);
            }
        }
        return side;
    }

    private void breakLinks(List<SimNode> able, long length) {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            SimNode from = able.get(random.nextInt(able.size()));
            SimNode to = able.get(random.nextInt(able.size()));
            if (from != to) {
                world.wire().breakLink(from, to, length);
            }
        }
    }

    private void leave(SimNode node, List<SimNode> able) {
        if (able.size() > 2) {
            world.cluster().leave(node);
        }
    }
}
