package io.weir.node.decide.limit.sim;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members as one node sees them, and its asking around whether a majority of them still sees it (what
 * {@code NodeBook.confirmed} rests on).
 */
final class View {
    private static final long ASK_AROUND = 150 * Setting.MS;

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
    private final Map<String, Long> confirmed = new HashMap<>();
    private Set<String> members = Set.of();

    View(World world, SimNode self) {
        this.world = world;
        this.self = self;
    }

    void start(SplittableRandom random) {
        world.scheduler().after(random.nextLong(ASK_AROUND), self, this::askAround);
    }

    void learn(String member, Status status) {
        Status before = statuses.get(member);
        if (before != null && before.compareTo(status) >= 0) {
            return;
        }
        statuses.put(member, status);
        Set<String> all = new TreeSet<>();
        Set<String> owning = new TreeSet<>();
        statuses.forEach((name, seen) -> {
            if (seen != Status.REMOVED) {
                all.add(name);
                if (seen != Status.JOINING) {
                    owning.add(name);
                }
            }
        });
        members = owning;
        self.book().members(all);
        if (member.equals(self.name())) {
            world.cluster().learnedAboutItself(self, status);
        }
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

    private boolean serves(String member) {
        Status status = statuses.get(member);
        return status == Status.UP || status == Status.LEAVING;
    }

    private void askAround() {
        concludeFromAnswers();
        long sent = self.now();
        for (SimNode other : world.cluster().nodes(members)) {
            if (other != self) {
                askOne(other, sent);
            }
        }
        world.scheduler().after(self.late(ASK_AROUND), self, this::askAround);
    }

    private void askOne(SimNode other, long sent) {
        world.wire().send(self, other, () -> {
            if (other.view().serves(self.name())) {
                world.wire().send(other, self, () -> confirmed(other.name(), sent));
            }
        });
    }

    private void confirmed(String member, long sent) {
        confirmed.merge(member, sent, (one, other) -> one - other > 0 ? one : other);
        concludeFromAnswers();
    }

    private void concludeFromAnswers() {
        long now = self.now();
        long[] ages = new long[members.size()];
        int count = 0;
        for (String member : members) {
            Long sent = member.equals(self.name()) ? Long.valueOf(now) : confirmed.get(member);
            if (sent != null) {
                ages[count++] = now - sent;
            }
        }
        int needed = members.size() / 2 + 1;
        if (count >= needed) {
            Arrays.sort(ages, 0, count);
            self.book().confirmed(now - ages[needed - 1]);
        }
    }
}
