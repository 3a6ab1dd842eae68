package io.weir.node.decide.limit.sim;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The members as the cluster's own part of a node sees them; the node's desk looks there now and then. */
final class View {
    /** In this order, and never back. */
    enum Status {
        JOINING,
        UP,
        LEAVING,
        DOWN,
        REMOVED
    }

    private final World world;
    private final SimNode self;
    private final Map<String, Status> statuses = new TreeMap<>();
    private Set<String> all = Set.of();
    private Set<String> members = Set.of();

    View(World world, SimNode self) {
        this.world = world;
        this.self = self;
    }

    void learn(String member, Status status) {
        Status before = statuses.get(member);
        if (before != null && before.compareTo(status) >= 0 || isHidden(member, status)) {
            return;
        }
        statuses.put(member, status);
        Set<String> seeing = new TreeSet<>();
        Set<String> owning = new TreeSet<>();
        statuses.forEach((name, seen) -> {
            if (seen != Status.REMOVED) {
                seeing.add(name);
                if (seen != Status.JOINING) {
                    owning.add(name);
                }
            }
        });
        all = seeing;
        members = owning;
        if (member.equals(self.name())) {
            world.cluster().learnedAboutItself(self, status);
        }
    }

    private boolean isHidden(String member, Status status) {
        return world.slip().ignoresRemoval() && member.equals(self.name()) && status.compareTo(Status.LEAVING) > 0;
    }

    /** Those that are only joining among them. */
    Set<String> all() {
        return all;
    }

    /** Those that are only joining left out. */
    Set<String> members() {
        return members;
    }

    @Nullable
    Status of(String member) {
        return statuses.get(member);
    }

    boolean hasRemoved(String member) {
        return statuses.get(member) == Status.REMOVED;
    }

    boolean serves(String member) {
        Status status = statuses.get(member);
        return status == Status.UP || status == Status.LEAVING;
    }

    boolean isLeaving() {
        Status status = statuses.get(self.name());
        return status != null && status.compareTo(Status.UP) > 0;
    }
}
