package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.LeaseMessage;
import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Return;
import io.weir.node.decide.limit.LimitTimes;
import io.weir.node.decide.limit.NodeBook;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One process of Weir: its clock, its book, its traffic, its view of the members, and the owner if it lives here. */
final class SimNode {
    private static final long TICK = 20 * Setting.MS;
    private static final long SWEEP = Setting.SECOND;

    private final World world;
    private final String name;
    private final Clock clock;
    private final NodeBook book;
    private final SplittableRandom random;
    private final View view;
    private final Desk desk;
    private final List<Traffic> traffic = new ArrayList<>();
    private @Nullable OwnerSeat seat;
    private long pausedUntil;
    private boolean alive = true;
    private boolean attending;

    SimNode(World world, String name, Clock clock, SplittableRandom random) {
        this.world = world;
        this.name = name;
        this.clock = clock;
        this.random = random;
        this.book = new NodeBook(name, LimitTimes.DEFAULT, this::attendSoon);
        this.view = new View(world, this);
        this.desk = new Desk(world, this);
    }

    void start() {
        world.scheduler().after(random.nextLong(TICK), this, this::tick);
        world.scheduler().after(random.nextLong(SWEEP), this, this::sweep);
        desk.start(random);
    }

    void serve(List<Traffic> begun) {
        if (traffic.isEmpty()) {
            traffic.addAll(begun);
            traffic.forEach(Traffic::start);
        }
    }

    void stopTraffic() {
        traffic.forEach(Traffic::stop);
    }

    private void tick() {
        book.tick(now());
        traffic.forEach(Traffic::decide);
        attend();
        world.scheduler().after(late(TICK), this, this::tick);
    }

    private void sweep() {
        book.forgetIdle(now());
        world.scheduler().after(late(SWEEP), this, this::sweep);
    }

    /** A timer of this node; now and then it is rather late. */
    long late(long nanos) {
        long extra = random.nextInt(50) == 0 ? 80 * Setting.MS : Setting.MS;
        return clock.trueNanos(nanos) + random.nextLong(extra);
    }

    void attendSoon() {
        if (!attending) {
            attending = true;
            world.scheduler().after(random.nextLong(Setting.MS), this, this::attend);
        }
    }

    private void attend() {
        attending = false;
        for (LeaseMessage message : book.attend(now())) {
            for (LeaseMessage said : world.slip().saying(message)) {
                say(said);
            }
        }
    }

    private void say(LeaseMessage message) {
        SimNode to = route();
        if (to != null) {
            world.trace(this, to, message);
            world.wire().send(this, to, () -> to.hear(message, this));
        }
    }

    /** Where it believes the owner to be; sometimes another place where one still is. */
    private @Nullable SimNode route() {
        SimNode lastOwner = desk.lastOwner();
        return lastOwner == null || random.nextInt(20) == 0 ? world.placement().ownerOr(lastOwner) : lastOwner;
    }

    private void hear(LeaseMessage message, SimNode from) {
        OwnerSeat owner = seat;
        if (owner == null) {
            return;
        }
        if (message instanceof Ask ask) {
            owner.ask(ask, from);
        } else if (message instanceof Return back) {
            owner.returned(back);
        }
    }

    void granted(Grant grant) {
        world.trace(this, this, grant);
        book.granted(world.slip().arriving(grant, now()), now());
        traffic.forEach(Traffic::decide);
        attend();
    }

    boolean listensTo(SimNode from) {
        return world.slip().ignoresRemoval() || !view.hasRemoved(from.name);
    }

    void pause(long length) {
        pausedUntil = Math.max(pausedUntil, world.scheduler().now() + length);
    }

    boolean isPaused(long trueNow) {
        return alive && trueNow < pausedUntil;
    }

    long pausedUntil() {
        return pausedUntil;
    }

    void end() {
        if (alive) {
            world.trace(this, "ends");
            alive = false;
            world.tally().byShare.add(book.counts().byShare());
        }
    }

    boolean isRetired() {
        return book.isRetired();
    }

    boolean isAlive() {
        return alive;
    }

    void own(@Nullable OwnerSeat owner) {
        seat = owner;
    }

    @Nullable
    OwnerSeat seat() {
        return seat;
    }

    long now() {
        return clock.at(world.scheduler().now());
    }

    /** How long so many nanoseconds of its clock last. */
    long trueNanos(long nanos) {
        return clock.trueNanos(nanos);
    }

    Desk desk() {
        return desk;
    }

    View view() {
        return view;
    }

    NodeBook book() {
        return book;
    }

    String name() {
        return name;
    }

    @Override
    public String toString() {
        return name;
    }
}
