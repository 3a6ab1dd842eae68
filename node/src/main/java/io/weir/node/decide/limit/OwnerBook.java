package io.weir.node.decide.limit;

import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Held;
import io.weir.node.decide.limit.LeaseMessage.Ping;
import io.weir.node.decide.limit.LeaseMessage.Pong;
import io.weir.node.decide.limit.LeaseMessage.Return;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The owner of one partition, in one incarnation: its buckets, and what it may hand out of them. Not thread-safe; the
 * caller's clock must not go back.
 *
 * <p>An owner that follows another one is recovering at first: it grants nothing until all members have answered it, or
 * until every lease of its predecessor is over. It grants nothing either while it is fenced, that is when no majority of
 * the members has answered a ping sent within F.
 */
public final class OwnerBook {
    /** Beyond this, new keys are sent away until others have been forgotten. */
    private static final int MOST_BUCKETS = 50_000;

    /** So many leases per incarnation; ids rise over all incarnations. */
    private static final int INCARNATION_SHIFT = 40;

    private static final long FULL_NANOS = Long.MAX_VALUE / 4;
    private static final long FULL_HOUSE_PAUSE = 1_000_000_000;

    private final int partition;
    private final long incarnation;
    private final LimitTimes times;
    private final MemberList members;
    private final Map<BucketKey, Bucket> buckets = new HashMap<>();
    private final long begunNanos;
    private final boolean resumed;
    private Timeline timeline;
    private boolean recovering;
    private boolean frozen;
    private long nextLease;

    private OwnerBook(
            int partition, long incarnation, LimitTimes times, MemberList members, Timeline timeline, long nowNanos) {
        this(partition, incarnation, times, members, timeline, nowNanos, false, false);
    }

    private OwnerBook(
            int partition,
            long incarnation,
            LimitTimes times,
            MemberList members,
            Timeline timeline,
            long nowNanos,
            boolean recovering,
            boolean resumed) {
        this.partition = partition;
        this.incarnation = incarnation;
        this.times = times;
        this.members = members;
        this.timeline = timeline;
        this.begunNanos = nowNanos;
        this.recovering = recovering;
        this.resumed = resumed;
        this.nextLease = incarnation << INCARNATION_SHIFT;
    }

    /** The partition has never had an owner: its buckets are full. */
    public static OwnerBook first(
            int partition, long incarnation, String self, Collection<String> members, LimitTimes times, long nowNanos) {
        MemberList list = new MemberList(self, members, times, nowNanos, true);
        return new OwnerBook(partition, incarnation, times, list, new Timeline(nowNanos - FULL_NANOS), nowNanos);
    }

    /** The owner before has crashed: buckets begin empty once its leases are known or over. */
    public static OwnerBook recover(
            int partition, long incarnation, String self, Collection<String> members, LimitTimes times, long nowNanos) {
        MemberList list = new MemberList(self, members, times, nowNanos, false);
        return new OwnerBook(partition, incarnation, times, list, new Timeline(nowNanos), nowNanos, true, false);
    }

    /**
     * The owner before has stopped in peace and left {@code carry}, which must be of the incarnation just before this.
     * Nothing was refilled in between.
     */
    public static OwnerBook resume(
            Carry carry, long incarnation, String self, Collection<String> members, LimitTimes times, long nowNanos) {
        MemberList list = new MemberList(self, members, times, nowNanos, false);
        Timeline timeline = Timeline.of(carry.timeline(), nowNanos);
        OwnerBook book = new OwnerBook(carry.partition(), incarnation, times, list, timeline, nowNanos, true, true);
        carry.buckets().forEach(bucket -> book.buckets.put(bucket.key(), new Bucket(bucket, nowNanos)));
        return book;
    }

    /** The members of the cluster as this node sees them, those that are only joining left out. */
    public void members(Collection<String> current, long nowNanos) {
        Map<String, Long> since = new HashMap<>();
        current.forEach(member -> since.put(member, nowNanos));
        members(since, nowNanos);
    }

    /** @param current with the time, not in the future, from which on each may have been pinged by this node */
    public void members(Map<String, Long> current, long nowNanos) {
        if (members.current().equals(current.keySet())) {
            return;
        }
        advance(nowNanos);
        members.set(current, nowNanos);
        if (!recovering) {
            timeline.change(nowNanos, members.silent(nowNanos));
        }
    }

    /** What to send to a member, this node included; every {@link LimitTimes#ping}, and at once in the beginning. */
    public Ping ping(String member, long nowNanos) {
        long age = members.majorityAge(nowNanos);
        boolean fenced = frozen || age > times.fence() && nowNanos - begunNanos > times.fence();
        return new Ping(
                partition,
                incarnation,
                fenced,
                recovering,
                nowNanos,
                members.echo(member),
                members.lag(member, nowNanos),
                List.copyOf(members.current()));
    }

    public void answered(Pong pong, long nowNanos) {
        if (pong.partition() != partition || pong.incarnation() != incarnation) {
            return;
        }
        contact(pong.node(), pong.pingSent(), nowNanos, pong.pongSent());
        if (pong.retired()) {
            retired(pong.node());
        }
        if (!pong.fenced()) {
            adopt(pong, nowNanos);
            dropped(pong.node(), pong.pingSent(), nowNanos, pong.awake());
        }
    }

    /**
     * A member has answered some ping of this node, whatever partition it was about.
     *
     * @param sentNanos when the ping was sent, by this node's clock
     * @param pongSent the member's own time
     */
    public void contact(String member, long sentNanos, long heardNanos, long pongSent) {
        members.contact(member, sentNanos, heardNanos, pongSent);
    }

    /** The member is leaving and will never live on its share any more. */
    public void retired(String member) {
        members.retired(member);
    }

    /**
     * A member has dropped its share of this partition.
     *
     * @param sentNanos when the ping was sent that it answered; not before this incarnation began
     * @param heardNanos when its answer came after a silence; may be any earlier answer's time since that silence
     * @param awake its share was awake at some time in the last T3
     */
    public void dropped(String member, long sentNanos, long heardNanos, boolean awake) {
        if (!recovering && members.wasSilent(member, heardNanos)) {
            change(heardNanos);
            members.dropped(member, sentNanos, awake);
            timeline.change(heardNanos, members.silent(heardNanos));
        } else {
            members.dropped(member, sentNanos, awake);
        }
    }

    private void adopt(Pong pong, long nowNanos) {
        if (!recovering || resumed || members.hasAnswered(pong.node())) {
            return;
        }
        for (Held held : pong.held()) {
            long end = nowNanos + LimitTimes.longer(held.lifeNanos());
            buckets.computeIfAbsent(held.key(), key -> new Bucket(key, timeline))
                    .adopt(new Bucket.Loan(held.leaseId(), pong.node(), held.left(), end));
        }
    }

    /** Empty while the owner may not grant; the node will ask again. */
    public Optional<Grant> ask(Ask ask, long nowNanos) {
        advance(nowNanos);
        if (!serves(nowNanos)) {
            return Optional.empty();
        }
        Bucket bucket = bucket(ask.key());
        bucket.settle(timeline, nowNanos);
        bucket.lower(ask.leaseId(), ask.left());
        if (buckets.size() > MOST_BUCKETS) {
            return Optional.of(grant(ask, 0, new Bucket.Decision(0, FULL_HOUSE_PAUSE), 0));
        }
        long life = Math.min(times.lease(), members.lifeBeforeAnyWakes(nowNanos));
        if (life <= 0) {
            return Optional.empty();
        }
        Bucket.Decision decision = bucket.take(ask.node(), ask.wanted(), nowNanos);
        if (decision.tokens() == 0) {
            return Optional.of(grant(ask, 0, decision, 0));
        }
        long id = ++nextLease;
        bucket.adopt(new Bucket.Loan(id, ask.node(), decision.tokens(), nowNanos + LimitTimes.longer(life)));
        return Optional.of(grant(ask, id, decision, life));
    }

    private Grant grant(Ask ask, long id, Bucket.Decision decision, long life) {
        return new Grant(ask.key(), incarnation, id, decision.tokens(), life, decision.pauseNanos(), ask.askSent());
    }

    private Bucket bucket(BucketKey key) {
        Bucket known = buckets.get(key);
        if (known == null) {
            known = new Bucket(key, timeline);
            if (buckets.size() <= MOST_BUCKETS) {
                buckets.put(key, known);
            }
        }
        return known;
    }

    public void returned(Return back, long nowNanos) {
        advance(nowNanos);
        Bucket bucket = buckets.get(back.key());
        if (bucket != null && !recovering && !frozen) {
            bucket.settle(timeline, nowNanos);
            bucket.giveBack(back.leaseId(), back.tokens());
        }
    }

    /** Brings everything up to date with the time; every {@link LimitTimes#ping} or so. */
    public void advance(long nowNanos) {
        if (recovering) {
            boolean over = nowNanos - begunNanos >= LimitTimes.longer(times.lease());
            if (over || members.allAnswered(resumed)) {
                serve(nowNanos);
            }
        } else {
            change(nowNanos);
        }
    }

    private void serve(long nowNanos) {
        recovering = false;
        if (resumed) {
            timeline.change(begunNanos, members.notSurelyDormant());
        } else {
            timeline = new Timeline(nowNanos);
            buckets.values().forEach(bucket -> bucket.beginAt(nowNanos));
        }
        timeline.change(nowNanos, members.silent(nowNanos));
    }

    /** Members fall silent at their own moments, however late that is noticed. */
    private void change(long nowNanos) {
        for (long next = members.nextChange(nowNanos); next <= 0; next = members.nextChange(nowNanos)) {
            long at = nowNanos + next;
            timeline.change(at, members.silent(at));
        }
    }

    /** Forgets buckets that would be the same if they were made anew; every second or so. */
    public void forgetIdle(long nowNanos) {
        advance(nowNanos);
        if (recovering) {
            return;
        }
        buckets.values().forEach(bucket -> bucket.settle(timeline, nowNanos));
        if (timeline.isLong()) {
            timeline.shorten();
        }
        buckets.values().removeIf(bucket -> bucket.isForgettable(timeline, nowNanos));
    }

    /** Stops granting for good, and hands over. Empty while recovering: then there is nothing to rely on. */
    public Optional<Carry> carry(long nowNanos) {
        forgetIdle(nowNanos);
        frozen = true;
        if (recovering) {
            return Optional.empty();
        }
        return Optional.of(new Carry(
                partition,
                incarnation,
                timeline.aged(nowNanos),
                buckets.values().stream().map(bucket -> bucket.carry(nowNanos)).toList()));
    }

    /** The incarnation is outdated: it grants nothing any more. */
    public void freeze() {
        frozen = true;
    }

    /** Whether it would answer an ask. */
    public boolean serves(long nowNanos) {
        return !frozen && !recovering && members.majorityAge(nowNanos) <= times.fence();
    }

    /** A member of which nothing is known: an earlier owner may have left it to its share. */
    public boolean isUnknown(String member) {
        return !members.hasAnswered(member);
    }

    public boolean isRecovering() {
        return recovering;
    }

    public long incarnation() {
        return incarnation;
    }

    public int size() {
        return buckets.size();
    }

    /** Members whose shares are deducted now. */
    public Set<String> silent(long nowNanos) {
        return members.silentNames(nowNanos);
    }

    /** One bucket, for people and for tests of the invariant. */
    public View view(BucketKey key, long nowNanos) {
        advance(nowNanos);
        Bucket bucket = buckets.getOrDefault(key, new Bucket(key, timeline));
        bucket.settle(timeline, nowNanos);
        List<View.Lease> leases = bucket.loans().stream()
                .map(loan -> new View.Lease(loan.node(), loan.tokens(), loan.endNanos() - nowNanos))
                .toList();
        return new View(bucket.tokens(), bucket.leased(), leases);
    }

    /** @param leased the most that live leases may still spend */
    public record View(double tokens, long leased, List<Lease> leases) {
        public View {
            leases = List.copyOf(leases);
        }

        public record Lease(String node, long tokens, long endsInNanos) {}
    }
}
