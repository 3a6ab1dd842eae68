package io.weir.node.control.limit;

import io.weir.node.control.limit.OwnedPartitions.Owned;
import io.weir.node.decide.limit.BucketKey;
import io.weir.node.decide.limit.LeaseMessage;
import io.weir.node.decide.limit.Limit;
import io.weir.node.decide.limit.NodeBook;
import io.weir.node.decide.limit.Pulse;
import io.weir.protocol.cluster.LimitDeskMessage;
import io.weir.protocol.cluster.LimitDeskMessage.Held;
import io.weir.protocol.cluster.LimitDeskMessage.Pings;
import io.weir.protocol.cluster.LimitDeskMessage.Pongs;
import io.weir.protocol.cluster.LimitDeskMessage.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pings of one node: for the partitions that live here, and in answer to those of others. Only the desk's. */
final class Pinging {
    private static final Logger LOG = LoggerFactory.getLogger(Pinging.class);

    static final String WIRE = "weir-limit-wire";

    private static final long MISSING_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final int ROUSE_EVERY = 3;

    private final ActorSystem<?> system;
    private final NodeBook book;
    private final LimitNode node;
    private final Map<String, ActorRef<LimitDeskMessage>> peers = new HashMap<>();
    private Set<String> serving = Set.of();
    private int rounds;
    private boolean wasPausing;

    Pinging(ActorSystem<?> system, NodeBook book, LimitNode node) {
        this.system = system;
        this.book = book;
        this.node = node;
    }

    /** Looks who is a member. Those that only join own nothing and hold nothing, but shares are small enough for them. */
    void look() {
        Set<String> all = new TreeSet<>();
        Set<String> members = new TreeSet<>();
        Set<String> up = new TreeSet<>();
        for (Member member : Cluster.get(system).state().getMembers()) {
            String name = member.uniqueAddress().toString();
            all.add(name);
            if (!member.status().equals(MemberStatus.joining())
                    && !member.status().equals(MemberStatus.weaklyUp())) {
                members.add(name);
                peers.computeIfAbsent(name, unknown -> peer(member));
            }
            if (member.status().equals(MemberStatus.up()) || member.status().equals(MemberStatus.leaving())) {
                up.add(name);
            }
        }
        serving = up;
        peers.keySet().retainAll(members);
        book.members(all);
        node.pulse().members(members, System.nanoTime());
        retireIfLeaving();
    }

    private ActorRef<LimitDeskMessage> peer(Member member) {
        return ActorRefResolver.get(system).resolveActorRef(member.address() + "/system/" + WIRE);
    }

    private void retireIfLeaving() {
        MemberStatus status = Cluster.get(system).selfMember().status();
        if (status.equals(MemberStatus.leaving())
                || status.equals(MemberStatus.exiting())
                || status.equals(MemberStatus.down())) {
            book.retire();
        }
    }

    /** To every member, this node included. */
    void ping(ActorRef<LimitDeskMessage> wire) {
        Pulse pulse = node.pulse();
        // Read before the partitions are: an owner that was added before this is spoken for.
        long now = System.nanoTime();
        boolean fenced = pulse.isFenced(now);
        report(fenced && node.owned().size() > 0);
        List<Owned> owned = fenced
                ? List.of()
                : node.owned().all().stream().filter(one -> !one.outdated).toList();
        int[] partitions = owned.stream().mapToInt(one -> one.partition).toArray();
        long[] incarnations = owned.stream().mapToLong(one -> one.incarnation).toArray();
        int[] reporting = owned.stream()
                .filter(one -> one.reporting)
                .mapToInt(one -> one.partition)
                .toArray();
        List<String> members = List.copyOf(pulse.members());
        peers.forEach((name, peer) -> peer.tell(new Pings(
                node.self(),
                wire,
                fenced,
                now,
                pulse.echo(name),
                pulse.lag(name, now),
                members,
                partitions,
                incarnations,
                reporting)));
    }

    private void report(boolean pausing) {
        if (pausing && !wasPausing) {
            LOG.warn("No majority of the members answers this node: the limits that it owns pause");
        } else if (wasPausing && !pausing) {
            LOG.info("A majority of the members answers again: the limits that this node owns go on");
        }
        wasPausing = pausing;
    }

    /** Hears another node's owners; shares of their partitions are asleep when this returns. */
    Pongs answer(Pings pings) {
        long now = System.nanoTime();
        LimitWire.Terms terms = new LimitWire.Terms();
        List<Report> reports = new ArrayList<>();
        List<Integer> refused = new ArrayList<>();
        int[] reporting = pings.reporting().clone();
        Arrays.sort(reporting);
        for (int i = 0; i < pings.partitions().length; i++) {
            int partition = pings.partitions()[i];
            boolean report = Arrays.binarySearch(reporting, partition) >= 0;
            Optional<LeaseMessage.Pong> pong = book.ping(ping(pings, i, report), now);
            if (pong.isEmpty()) {
                refused.add(partition);
            } else if (report) {
                reports.add(report(pong.get(), terms));
            }
        }
        return new Pongs(
                node.self(),
                pings.fenced(),
                serving.contains(pings.node()),
                book.isRetired(),
                pings.pingSent(),
                now,
                refused.stream().mapToInt(Integer::intValue).toArray(),
                terms.list(),
                reports);
    }

    private static LeaseMessage.Ping ping(Pings pings, int index, boolean report) {
        return new LeaseMessage.Ping(
                pings.partitions()[index],
                pings.incarnations()[index],
                pings.fenced(),
                report,
                pings.pingSent(),
                pings.echo(),
                pings.lagNanos(),
                pings.members());
    }

    private static Report report(LeaseMessage.Pong pong, LimitWire.Terms terms) {
        return new Report(
                pong.partition(),
                pong.incarnation(),
                pong.awake(),
                pong.held().stream()
                        .map(held -> new Held(
                                terms.index(held.key().limit()),
                                held.key().bytes(),
                                held.leaseId(),
                                held.left(),
                                held.lifeNanos()))
                        .toList());
    }

    /** A member has answered. */
    void answered(Pongs pongs) {
        long now = System.nanoTime();
        // First of all: what the pulse says from now on must not be taken for an answer to those.
        for (int partition : pongs.refused()) {
            Owned owned = node.owned().get(partition);
            if (owned != null) {
                owned.outdated = true;
            }
        }
        node.pulse()
                .answered(
                        new Pulse.Answer(
                                pongs.node(),
                                pongs.pingSent(),
                                pongs.pongSent(),
                                pongs.fenced(),
                                pongs.member(),
                                pongs.retired()),
                        now);
        List<Limit> limits = LimitWire.limits(pongs.terms());
        pongs.reports().forEach(report -> tellOwner(pongs, report, limits));
        long age = node.pulse().confirmedAge(now);
        if (age < node.times().confirmed()) {
            book.confirmed(now - age);
        }
    }

    private void tellOwner(Pongs pongs, Report report, List<Limit> limits) {
        Owned owned = node.owned().get(report.partition());
        if (owned == null || owned.incarnation != report.incarnation()) {
            return;
        }
        List<LeaseMessage.Held> held = report.held().stream()
                .map(one -> new LeaseMessage.Held(
                        BucketKey.of(limits.get(one.terms()), one.key()), one.lease(), one.left(), one.lifeNanos()))
                .toList();
        owned.owner.tell(new LimitPartitionCommand.Answered(new LeaseMessage.Pong(
                report.partition(),
                report.incarnation(),
                pongs.node(),
                pongs.fenced(),
                report.awake(),
                pongs.retired(),
                pongs.pingSent(),
                pongs.pongSent(),
                held)));
    }

    /** Partitions whose owner has not been heard for a while, every few rounds. */
    List<Integer> missing() {
        rounds++;
        return rounds % ROUSE_EVERY == 0 ? book.lost(MISSING_NANOS, System.nanoTime()) : List.of();
    }
}
