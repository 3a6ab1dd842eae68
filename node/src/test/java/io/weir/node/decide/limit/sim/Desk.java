package io.weir.node.decide.limit.sim;

import io.weir.node.decide.limit.LeaseMessage.Ping;
import io.weir.node.decide.limit.LeaseMessage.Pong;
import io.weir.node.decide.limit.LimitTimes;
import io.weir.node.decide.limit.Pulse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The pings of one node, to all members: for the owner, if it lives here, and to learn whether a majority still knows
 * this node. What {@code control.limit} does with messages between machines.
 */
final class Desk {
    private static final LimitTimes TIMES = LimitTimes.DEFAULT;

    private final World world;
    private final SimNode self;
    private final Pulse pulse;
    private @Nullable SimNode lastOwner;
    private long lastIncarnation;
    private int rounds;
    private Set<String> seen = Set.of();
    private List<String> inOrder = List.of();

    /**
     * @param seat the owner that it speaks for, if any
     * @param report that owner is new
     */
    private record Pings(
            SimNode from,
            boolean fenced,
            long sent,
            long echo,
            long lag,
            List<String> members,
            @Nullable OwnerSeat seat,
            boolean report) {
        Ping of(OwnerSeat owner, long incarnation) {
            return new Ping(owner.partition(), incarnation, fenced, report, sent, echo, lag, members);
        }
    }

    Desk(World world, SimNode self) {
        this.world = world;
        this.self = self;
        this.pulse = new Pulse(self.name(), TIMES, self.now());
    }

    void start(SplittableRandom random) {
        look();
        world.scheduler().after(random.nextLong(TIMES.ping()), self, this::round);
    }

    /** Half the pings of nodes without an owner are left out: they are most of all messages, and decide little. */
    private void round() {
        look();
        rounds++;
        if (self.seat() != null || rounds % 2 == 0) {
            ping();
        }
        world.scheduler().after(self.late(TIMES.ping()), self, this::round);
    }

    /** Learns who is a member, a little later than the cluster's own part of the node. */
    private void look() {
        View view = self.view();
        if (seen != view.all()) {
            seen = view.all();
            self.book().members(seen);
            pulse.members(view.members(), self.now());
            inOrder = List.copyOf(view.members());
        }
        if (view.isLeaving()) {
            self.book().retire();
        }
    }

    void ping() {
        long now = self.now();
        boolean fenced = pulse.isFenced(now);
        OwnerSeat seat = self.seat();
        OwnerSeat speaking = fenced || seat == null || seat.isOutdated() ? null : seat;
        boolean report = speaking != null && speaking.isReporting();
        List<String> members = inOrder;
        for (SimNode member : world.cluster().nodes(members)) {
            String name = member.name();
            Pings pings =
                    new Pings(self, fenced, now, pulse.echo(name), pulse.lag(name, now), members, speaking, report);
            world.wire().send(self, member, () -> member.desk().hear(pings));
        }
    }

    private void hear(Pings pings) {
        long now = self.now();
        OwnerSeat owner = pings.seat();
        Optional<Pong> pong = owner == null ? Optional.empty() : hear(pings, owner, now);
        Pulse.Answer answer = new Pulse.Answer(
                self.name(),
                pings.sent(),
                now,
                pings.fenced(),
                self.view().serves(pings.from().name()),
                self.isRetired());
        world.wire().send(self, pings.from(), () -> pings.from().desk().answered(answer, owner, pong, pings.report()));
    }

    private Optional<Pong> hear(Pings pings, OwnerSeat owner, long now) {
        long incarnation = owner.incarnation();
        if (incarnation >= lastIncarnation) {
            lastIncarnation = incarnation;
            lastOwner = owner.node();
        } else if (world.slip().ignoresRemoval()) {
            incarnation = lastIncarnation;
        }
        Ping ping = pings.of(owner, incarnation);
        world.trace(pings.from(), self, ping);
        return self.book().ping(ping, now);
    }

    private void answered(Pulse.Answer answer, @Nullable OwnerSeat owner, Optional<Pong> pong, boolean report) {
        long now = self.now();
        world.trace(self, self, answer);
        if (owner != null && pong.isEmpty()) {
            owner.outdated();
        }
        pulse.answered(world.slip().arriving(answer), now);
        if (owner != null && report) {
            pong.ifPresent(held -> world.wire().send(self, self, () -> owner.answered(held)));
        }
        long age = pulse.confirmedAge(now);
        if (age < TIMES.confirmed()) {
            self.book().confirmed(now - age);
        }
    }

    Pulse pulse() {
        return pulse;
    }

    /** Where it last heard an owner. */
    @Nullable
    SimNode lastOwner() {
        return lastOwner;
    }
}
