package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.sim.View.Status;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who is a member: a leader's decisions on the side that has a majority, gossip that takes its time, and a split-brain
 * resolver. As in the cluster: nobody is removed earlier than 4.5 s after its last sign of life, nor before all others
 * that can be reached have seen it down; nobody comes up while someone is missing.
 */
final class Cluster {
    private static final long LEADER = 100 * Setting.MS;
    private static final long UNREACHABLE = 3 * Setting.SECOND;
    private static final long REMOVED_FIRST = 4_500 * Setting.MS;
    private static final long REMOVED_LAST = 7_200 * Setting.MS;

    private final World world;
    private final SplittableRandom random;
    private final Map<String, SimNode> nodes = new HashMap<>();
    private final Map<String, Status> truth = new TreeMap<>();
    private final Map<String, Trouble> troubles = new HashMap<>();

    /** Since when a node cannot be reached from the majority's side, and when that side draws its conclusion. */
    private record Trouble(long since, long decided, long ends) {}

    Cluster(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    void begin(Collection<SimNode> first) {
        first.forEach(node -> {
            nodes.put(node.name(), node);
            truth.put(node.name(), Status.UP);
        });
        first.forEach(node -> truth.keySet().forEach(name -> node.view().learn(name, Status.UP)));
        first.forEach(SimNode::start);
        world.scheduler().after(LEADER, this::lead);
    }

    /** A new node, which has heard of all others. */
    void join(SimNode node) {
        truth.forEach((name, status) -> node.view().learn(name, status));
        nodes.put(node.name(), node);
        set(node.name(), Status.JOINING);
        node.start();
    }

    void leave(SimNode node) {
        if (truth.get(node.name()) == Status.UP) {
            set(node.name(), Status.LEAVING);
        }
    }

    /** Its successor has come; the old one surely is gone. */
    void replaced(SimNode node) {
        if (!hasLeft(node)) {
            set(node.name(), Status.DOWN);
        }
    }

    private boolean hasLeft(SimNode node) {
        Status status = truth.get(node.name());
        return status == Status.DOWN || status == Status.REMOVED;
    }

    private void set(String name, Status status) {
        world.trace(name, status);
        truth.put(name, status);
        nodes.values().forEach(node -> gossip(node, name, status));
    }

    private void gossip(SimNode to, String name, Status status) {
        world.scheduler().after(random.nextLong(5 * Setting.MS, 400 * Setting.MS), to, () -> {
            if (isOnMajoritySide(to)) {
                to.view().learn(name, status);
            } else {
                gossip(to, name, status);
            }
        });
    }

    private void lead() {
        watch();
        resolve();
        for (String member : List.copyOf(truth.keySet())) {
            Status status = truth.getOrDefault(member, Status.REMOVED);
            if (status != Status.UP && status != Status.REMOVED) {
                advance(member, status);
            }
        }
        world.scheduler().after(LEADER, this::lead);
    }

    private void watch() {
        long now = world.scheduler().now();
        for (SimNode node : nodes.values()) {
            if (isReachable(node)) {
                troubles.remove(node.name());
            } else {
                Trouble trouble = troubles.computeIfAbsent(node.name(), unknown -> trouble(now));
                if (!world.slip().ignoresRemoval() && now >= trouble.ends() && node.isAlive() && !node.isPaused(now)) {
                    node.end();
                }
            }
        }
    }

    private Trouble trouble(long now) {
        return new Trouble(
                now,
                now + random.nextLong(REMOVED_FIRST, REMOVED_LAST),
                now + random.nextLong(REMOVED_FIRST, REMOVED_LAST + Setting.SECOND));
    }

    private boolean isReachable(SimNode node) {
        return node.isAlive() && !node.isPaused(world.scheduler().now()) && isOnMajoritySide(node);
    }

    /** Of equal sides the one with the lowest name. */
    private boolean isOnMajoritySide(SimNode node) {
        if (world.wire().isWhole()) {
            return true;
        }
        int with = 0;
        int without = 0;
        @Nullable SimNode lowest = null;
        for (Map.Entry<String, Status> member : truth.entrySet()) {
            SimNode other = nodes.get(member.getKey());
            if (other != null && (member.getValue() == Status.UP || member.getValue() == Status.LEAVING)) {
                boolean same = world.wire().sameSide(node, other);
                with += same ? 1 : 0;
                without += same ? 0 : 1;
                lowest = lowest == null ? other : lowest;
            }
        }
        return with > without
                || with == without && lowest != null && world.wire().sameSide(node, lowest);
    }

    private void resolve() {
        if (troubles.isEmpty()) {
            return;
        }
        long now = world.scheduler().now();
        boolean due = troubles.entrySet().stream()
                .anyMatch(one -> now >= one.getValue().decided() && isMember(one.getKey()));
        if (due && majorityIsThere()) {
            for (String name : List.copyOf(truth.keySet())) {
                Trouble trouble = troubles.get(name);
                if (isMember(name) && trouble != null && now - trouble.since() >= UNREACHABLE) {
                    set(name, Status.DOWN);
                }
            }
        }
    }

    private boolean isMember(String name) {
        Status status = truth.get(name);
        return status == Status.JOINING || status == Status.UP || status == Status.LEAVING;
    }

    private boolean majorityIsThere() {
        int all = 0;
        int missing = 0;
        for (Map.Entry<String, Status> member : truth.entrySet()) {
            if (member.getValue() == Status.UP || member.getValue() == Status.LEAVING) {
                all++;
                missing += troubles.containsKey(member.getKey()) ? 1 : 0;
            }
        }
        return 2 * missing < all;
    }

    private void advance(String name, Status status) {
        SimNode node = nodes.get(name);
        if (node == null || !majorityIsThere()) {
            return;
        }
        if (status == Status.JOINING && nobodyIsMissing() && isSeenByAll(name, status)) {
            set(name, Status.UP);
        } else if (status == Status.LEAVING && isSeenByAll(name, status) && node.seat() == null) {
            remove(node);
        } else if (status == Status.DOWN && isSeenByAll(name, status)) {
            remove(node);
        }
    }

    private void remove(SimNode node) {
        set(node.name(), Status.REMOVED);
        world.tally().removals.increment();
        world.placement().removed(node);
    }

    private boolean nobodyIsMissing() {
        return truth.keySet().stream().noneMatch(name -> isMember(name) && troubles.containsKey(name));
    }

    /** By all that can be reached. */
    private boolean isSeenByAll(String name, Status status) {
        long now = world.scheduler().now();
        for (String other : truth.keySet()) {
            Trouble trouble = troubles.get(other);
            boolean unreachable = trouble != null && now - trouble.since() >= UNREACHABLE;
            SimNode node = nodes.get(other);
            if (isMember(other) && !unreachable && node != null && !other.equals(name)) {
                Status seen = node.view().of(name);
                if (seen == null || seen.compareTo(status) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    void learnedAboutItself(SimNode node, Status status) {
        switch (status) {
            case UP -> world.serve(node);
            case LEAVING -> {
                node.stopTraffic();
                world.placement().leaving(node);
            }
            case DOWN, REMOVED -> world.scheduler().after(random.nextLong(Setting.SECOND / 2), node, node::end);
            case JOINING -> {}
        }
    }

    /** Alive or not. */
    List<SimNode> nodes(Collection<String> names) {
        List<SimNode> found = new ArrayList<>(names.size());
        for (String name : names) {
            SimNode node = nodes.get(name);
            if (node != null) {
                found.add(node);
            }
        }
        return found;
    }

    /** Up, and in touch with the majority. */
    List<SimNode> able() {
        List<SimNode> found = nodes(truth.keySet());
        found.removeIf(node -> truth.get(node.name()) != Status.UP || !isReachable(node));
        return found;
    }
}
