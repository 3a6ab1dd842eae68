package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.Carry;
import io.weir.node.decide.limit.LimitTimes;
import io.weir.node.decide.limit.OwnerBook;
import io.weir.node.decide.limit.sim.View.Status;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Where the partition's owner lives, as sharding decides: one place at a time on the majority's side, a new one no sooner
 * than a second after the old one's node was removed. Incarnations come from a counter that a majority holds.
 */
final class Placement {
    private static final long MARGIN = Setting.SECOND;

    private final World world;
    private final SplittableRandom random;
    private final int partition;
    private @Nullable OwnerSeat seat;
    private Optional<Carry> left = Optional.empty();
    private long incarnations;
    private @Nullable SimNode chosen;

    Placement(World world, SplittableRandom random, int partition) {
        this.world = world;
        this.random = random;
        this.partition = partition;
    }

    int partition() {
        return partition;
    }

    void begin(SimNode node) {
        start(node);
    }

    @Nullable
    SimNode ownerOr(@Nullable SimNode other) {
        return seat == null ? other : seat.node();
    }

    /** Its owner, if it had it, is gone with it. */
    void removed(SimNode node) {
        if (seat != null && seat.node() == node || chosen == node) {
            seat = null;
            chosen = null;
            placeAfter(MARGIN + random.nextLong(2 * Setting.SECOND));
        }
    }

    void leaving(SimNode node) {
        if (seat != null && seat.node() == node) {
            handOver();
        }
    }

    /** The owner stops and writes what it leaves; sometimes that cannot be written. */
    void handOver() {
        OwnerSeat old = seat;
        if (old == null || !world.cluster().able().contains(old.node()) && !isLeaving(old.node())) {
            return;
        }
        world.trace(old.node(), "hands over");
        Optional<Carry> carry = old.handOver();
        if (random.nextInt(8) != 0) {
            left = carry.or(() -> left);
        }
        seat = null;
        placeAfter(random.nextLong(10 * Setting.MS, random.nextInt(3) == 0 ? 2 * Setting.SECOND : 300 * Setting.MS));
    }

    private static boolean isLeaving(SimNode node) {
        return node.isAlive() && node.view().of(node.name()) == Status.LEAVING;
    }

    /** The owner is gone without a word, but not its node. */
    void lose() {
        OwnerSeat old = seat;
        if (old != null && world.cluster().able().contains(old.node())) {
            world.trace(old.node(), "loses the owner");
            old.stop();
            seat = null;
            placeAfter(random.nextLong(10 * Setting.MS, Setting.SECOND));
        }
    }

    private void placeAfter(long delay) {
        world.scheduler().after(delay, this::place);
    }

    private void place() {
        List<SimNode> able = world.cluster().able();
        if (seat != null || chosen != null) {
            return;
        }
        if (able.isEmpty()) {
            placeAfter(300 * Setting.MS);
            return;
        }
        SimNode there = able.get(random.nextInt(able.size()));
        chosen = there;
        world.scheduler().after(random.nextLong(2 * Setting.MS, 200 * Setting.MS), there, () -> {
            if (chosen == there) {
                chosen = null;
                startWhenAble(there);
            }
        });
    }

    /** The counter and what was left are written and read by majority. */
    private void startWhenAble(SimNode node) {
        if (seat == null && world.cluster().able().contains(node)) {
            start(node);
        } else {
            placeAfter(200 * Setting.MS);
        }
    }

    private void start(SimNode node) {
        long incarnation = ++incarnations;
        OwnerBook book = book(node, incarnation);
        world.trace(node, "owns, incarnation " + incarnation + (book.isRecovering() ? "" : ", at once"));
        world.tally().owners.increment();
        seat = new OwnerSeat(world, node, book);
        seat.start();
    }

    private OwnerBook book(SimNode node, long incarnation) {
        String self = node.name();
        Collection<String> members = node.desk().pulse().members();
        LimitTimes times = LimitTimes.DEFAULT;
        long now = node.now();
        if (incarnation == 1) {
            return OwnerBook.first(partition, incarnation, self, members, times, now);
        }
        return left.filter(carry -> carry.incarnation() == incarnation - 1)
                .map(carry -> OwnerBook.resume(carry, incarnation, self, members, times, now))
                .orElseGet(() -> world.slip().recovered(partition, incarnation, self, members, times, now));
    }
}
