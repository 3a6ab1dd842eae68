package io.weir.node.control.replay;

import io.weir.node.decide.signature.Ballot;
import io.weir.node.decide.signature.SeenMarks;
import io.weir.node.state.Replays;
import io.weir.protocol.cluster.ReplayMessage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * The actor of each node that remembers marks, and asks the other nodes about those shown to this one. There is no owner
 * that could be lost: a node that dies takes nothing with it that a majority of the others does not know.
 */
final class ReplayDesk {
    static final ServiceKey<ReplayMessage> KEY = ServiceKey.create(ReplayMessage.class, "weir-replay-desk");

    private static final int MOST_MARKS = 500_000;
    private static final Duration LOOK_AT_TIME = Duration.ofMillis(50);
    private static final Duration FORGET = Duration.ofSeconds(5);

    private final SeenMarks marks = new SeenMarks(seconds(), MOST_MARKS);
    private final Map<Long, Open> ballots = new HashMap<>();
    private final Deque<Open> byAge = new ArrayDeque<>();
    private final ActorRef<ReplayMessage> self;
    private final Cluster cluster;
    private final AtomicInteger remembered;
    private final long longestWaitNanos;
    private Map<Address, ActorRef<ReplayMessage>> desks = Map.of();
    private long numbers;
    private boolean member;

    /** A ballot under way. */
    private record Open(long number, Ballot ballot, long begunNanos, ReplayCommand.Show asked) {}

    private ReplayDesk(ActorContext<ReplayCommand> context, Duration longestWait, AtomicInteger remembered) {
        longestWaitNanos = longestWait.toNanos();
        this.remembered = remembered;
        self = context.messageAdapter(ReplayMessage.class, ReplayCommand.Wire::new);
        cluster = Cluster.get(context.getSystem());
    }

    /**
     * @param longestWait a member that says nothing is not waited for any longer
     * @param remembered is told how many marks there are
     */
    static Behavior<ReplayCommand> create(Duration longestWait, AtomicInteger remembered) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            ReplayDesk desk = new ReplayDesk(context, longestWait, remembered);
            context.getSystem().receptionist().tell(Receptionist.register(KEY, desk.self));
            // An actor of its own: the receptionist does not take one that it watches as a service for a listener.
            ActorRef<Receptionist.Listing> listings = context.spawn(
                    Behaviors.receiveMessage(listing -> {
                        context.getSelf().tell(new ReplayCommand.Desks(listing));
                        return Behaviors.same();
                    }),
                    "listings");
            context.getSystem().receptionist().tell(Receptionist.subscribe(KEY, listings));
            timers.startTimerWithFixedDelay(ReplayCommand.Own.LOOK_AT_TIME, LOOK_AT_TIME);
            timers.startTimerWithFixedDelay(ReplayCommand.Own.FORGET, FORGET);
            return desk.serving();
        }));
    }

    private Behavior<ReplayCommand> serving() {
        return Behaviors.receive(ReplayCommand.class)
                .onMessage(ReplayCommand.Show.class, this::ask)
                .onMessage(ReplayCommand.Wire.class, this::hear)
                .onMessage(ReplayCommand.Desks.class, found -> {
                    desks = byAddress(found.listing().getServiceInstances(KEY));
                    return Behaviors.same();
                })
                .onMessageEquals(ReplayCommand.Own.LOOK_AT_TIME, this::endLate)
                .onMessageEquals(ReplayCommand.Own.FORGET, () -> {
                    marks.forget(seconds());
                    remembered.set(marks.size());
                    return Behaviors.same();
                })
                .build();
    }

    /** Those of other nodes: a reference within this one has no host. */
    private static Map<Address, ActorRef<ReplayMessage>> byAddress(Set<ActorRef<ReplayMessage>> found) {
        Map<Address, ActorRef<ReplayMessage>> desks = new HashMap<>();
        for (ActorRef<ReplayMessage> desk : found) {
            if (desk.path().address().hasGlobalScope()) {
                desks.put(desk.path().address(), desk);
            }
        }
        return desks;
    }

    private static long seconds() {
        return System.currentTimeMillis() / 1000;
    }

    private Behavior<ReplayCommand> ask(ReplayCommand.Show show) {
        long number = ++numbers;
        Replays.Mark mark = show.mark();
        ReplayMessage.Show question = new ReplayMessage.Show(
                mark.high(),
                mark.low(),
                mark.createdSeconds(),
                mark.latestSeconds(),
                mark.untilSeconds(),
                number,
                self);
        Ballot ballot = new Ballot(members(), askOthers(question) + 1);
        Open open = new Open(number, ballot, System.nanoTime(), show);
        ballots.put(number, open);
        byAge.add(open);
        take(open, vote(question));
        return Behaviors.same();
    }

    private int members() {
        int[] members = {0};
        cluster.state().getMembers().forEach(member -> members[0]++);
        return members[0];
    }

    /** Members that can be reached, but for this one; how many that are. */
    private int askOthers(ReplayMessage.Show question) {
        CurrentClusterState state = cluster.state();
        Set<Member> unreachable = state.getUnreachable();
        int asked = 0;
        for (Member member : state.getMembers()) {
            ActorRef<ReplayMessage> desk = desks.get(member.address());
            boolean gone = member.status().equals(MemberStatus.down()) || unreachable.contains(member);
            if (desk != null && !gone) {
                desk.tell(question);
                asked++;
            }
        }
        return asked;
    }

    /**
     * What came before this node was up may have been let through by a majority that it was none of. From then on everybody
     * counts it: a member comes up when all others have seen it join.
     */
    private void awaitMembership() {
        if (!member) {
            marks.begin(seconds());
            member = cluster.selfMember().status().equals(MemberStatus.up());
        }
    }

    private ReplayMessage.Vote vote(ReplayMessage.Show shown) {
        awaitMembership();
        if (!member) {
            return ReplayMessage.Vote.ABSTAINS;
        }
        SeenMarks.Vote vote = marks.show(shown.high(), shown.low(), shown.created(), shown.latest(), shown.until());
        remembered.set(marks.size());
        return ReplayMessage.Vote.valueOf(vote.name());
    }

    private Behavior<ReplayCommand> hear(ReplayCommand.Wire wire) {
        if (wire.message() instanceof ReplayMessage.Show shown) {
            shown.replyTo().tell(new ReplayMessage.Voted(shown.ballot(), vote(shown)));
        } else if (wire.message() instanceof ReplayMessage.Voted voted) {
            Open open = ballots.get(voted.ballot());
            if (open != null) {
                take(open, voted.vote());
            }
        }
        return Behaviors.same();
    }

    private void take(Open open, ReplayMessage.Vote vote) {
        open.ballot().take(SeenMarks.Vote.valueOf(vote.name()));
        Ballot.Result result = open.ballot().result();
        if (result != Ballot.Result.OPEN) {
            end(open, result);
        }
    }

    private void end(Open open, Ballot.Result result) {
        if (ballots.remove(open.number()) != null) {
            Replays.Seen seen = seen(result);
            open.asked().loop().execute(() -> open.asked().then().accept(seen));
        }
    }

    private static Replays.Seen seen(Ballot.Result result) {
        return switch (result) {
            case NEW -> Replays.Seen.FIRST;
            case SEEN -> Replays.Seen.AGAIN;
            case OPEN, UNDECIDED -> Replays.Seen.UNKNOWN;
        };
    }

    private Behavior<ReplayCommand> endLate() {
        awaitMembership();
        long now = System.nanoTime();
        for (Open oldest = byAge.peek(); oldest != null; oldest = byAge.peek()) {
            boolean ended = !ballots.containsKey(oldest.number());
            if (!ended && now - oldest.begunNanos() < longestWaitNanos) {
                break;
            }
            byAge.remove();
            end(oldest, oldest.ballot().atLast());
        }
        return Behaviors.same();
    }
}
