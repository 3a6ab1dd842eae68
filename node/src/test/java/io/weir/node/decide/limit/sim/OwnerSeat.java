package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.Carry;
import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Ping;
import io.weir.node.decide.limit.LeaseMessage.Pong;
import io.weir.node.decide.limit.LeaseMessage.Return;
import io.weir.node.decide.limit.LimitTimes;
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
    private boolean stopped;

    OwnerSeat(World world, SimNode node, OwnerBook book) {
        this.world = world;
        this.node = node;
        this.book = book;
    }

    void start() {
        node.own(this);
        round();
        recover();
        world.scheduler().after(node.late(Setting.SECOND), node, this::sweep);
    }

    private void recover() {
        if (!stopped && book.isRecovering()) {
            book.advance(node.now());
            world.scheduler().after(node.late(RECOVERY_TICK), node, this::recover);
        }
        recovered();
    }

    private void recovered() {
        while (!book.isRecovering() && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }

    private void sweep() {
        if (!stopped) {
            book.forgetIdle(node.now());
            world.scheduler().after(node.late(Setting.SECOND), node, this::sweep);
        }
    }

    private void round() {
        if (stopped) {
            return;
        }
        long now = node.now();
        book.members(node.view().members(), now);
        world.slip().round(book, node.view().members(), now);
        for (SimNode member : world.cluster().nodes(node.view().members())) {
            Ping ping = book.ping(member.name(), now);
            world.trace(node, member, ping);
            world.wire().send(node, member, () -> member.ping(ping, this));
        }
        book.advance(now);
        world.scheduler().after(node.late(LimitTimes.DEFAULT.ping()), node, this::round);
    }

    void answered(Pong pong) {
        if (stopped || world.isRemovedFor(node, pong.node())) {
            return;
        }
        Pong heard = world.slip().ignoresRemoval() ? asMine(pong) : pong;
        world.trace(node, node, heard);
        book.answered(world.slip().arriving(heard), node.now());
        book.advance(node.now());
        recovered();
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

    void outdated() {
        book.freeze();
    }

    void ask(Ask ask, SimNode from) {
        if (stopped) {
            return;
        }
        if (book.isRecovering()) {
            waiting.add(() -> ask(ask, from));
            return;
        }
        long now = node.now();
        Optional<Grant> grant = book.ask(ask, now);
        grant.ifPresent(given -> {
            world.slip().granted(this, ask, given);
            world.wire().send(node, from, () -> from.granted(given));
        });
    }

    void returned(Return back) {
        if (!stopped) {
            book.returned(back, node.now());
        }
    }

    /** In so many nanoseconds of this node's clock. */
    void later(long nanos, Runnable action) {
        world.scheduler().after(node.trueNanos(nanos), node, action);
    }

    /** Stops in peace. */
    Optional<Carry> handOver() {
        Optional<Carry> carry = book.carry(node.now());
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

    OwnerBook book() {
        return book;
    }

    boolean serves() {
        return !stopped && node.isAlive() && book.serves(node.now());
    }
}
