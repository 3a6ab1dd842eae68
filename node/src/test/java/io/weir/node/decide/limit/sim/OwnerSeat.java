package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.Carry;
import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Pong;
import io.weir.node.decide.limit.LeaseMessage.Return;
import io.weir.node.decide.limit.OwnerBook;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** One incarnation of the partition's owner, at the node where it lives. Asks wait while it recovers. */
final class OwnerSeat {
    private static final long RECOVERY_TICK = 50 * Setting.MS;

    private final World world;
    private final SimNode node;
    private final OwnerBook book;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private final long since;
    private boolean reporting;
    private boolean outdated;
    private boolean stopped;

    OwnerSeat(World world, SimNode node, OwnerBook book) {
        this.world = world;
        this.node = node;
        this.book = book;
        this.since = node.now();
        this.reporting = book.incarnation() > 1;
    }

    void start() {
        node.own(this);
        node.desk().ping();
        recover();
        world.scheduler().after(node.late(Setting.SECOND), node, this::sweep);
    }

    /** Learns what the pings have brought; the time of everything that follows. */
    private long now() {
        long now = node.now();
        if (outdated) {
            book.freeze();
        }
        node.desk().pulse().feed(book, since, now);
        world.slip().fed(book, node.view().members(), now);
        book.advance(now);
        return now;
    }

    private void recover() {
        if (!stopped && book.isRecovering()) {
            now();
            world.scheduler().after(node.late(RECOVERY_TICK), node, this::recover);
        }
        recovered();
    }

    private void recovered() {
        if (!book.isRecovering()) {
            reporting = false;
        }
        while (!book.isRecovering() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void sweep() {
        if (!stopped) {
            book.forgetIdle(now());
            world.scheduler().after(node.late(Setting.SECOND), node, this::sweep);
        }
    }

    /** A member tells what it holds. */
    void answered(Pong pong) {
        if (!stopped) {
            book.answered(world.slip().ignoresRemoval() ? asMine(pong) : pong, node.now());
            now();
            recovered();
        }
    }

    private Pong asMine(Pong pong) {
        return new Pong(
                pong.partition(),
                book.incarnation(),
                pong.node(),
                pong.fenced(),
                pong.awake(),
                pong.retired(),
                pong.pingSent(),
                pong.pongSent(),
                pong.held());
    }

    /** Some member knows a newer incarnation. */
    void outdated() {
        outdated = true;
    }

    boolean isOutdated() {
        return outdated;
    }

    /** It is new, and waits for what members have to report. */
    boolean isReporting() {
        return reporting;
    }

    void ask(Ask ask, SimNode from) {
        if (stopped) {
            return;
        }
        now();
        if (book.isRecovering()) {
            waiting.add(() -> ask(ask, from));
            return;
        }
        Optional<Grant> grant = book.ask(ask, now());
        grant.ifPresent(given -> {
            world.slip().granted(this, ask, given);
            world.wire().send(node, from, () -> from.granted(given));
        });
    }

    void returned(Return back) {
        if (!stopped) {
            book.returned(back, now());
        }
    }

    /** In so many nanoseconds of this node's clock. */
    void later(long nanos, Runnable action) {
        world.scheduler().after(node.trueNanos(nanos), node, action);
    }

    /** Stops in peace. */
    Optional<Carry> handOver() {
        Optional<Carry> carry = book.carry(now());
        stop();
        return carry;
    }

    void stop() {
        stopped = true;
        node.own(null);
    }

    SimNode node() {
        return node;
    }

    int partition() {
        return world.placement().partition();
    }

    long incarnation() {
        return book.incarnation();
    }
}
