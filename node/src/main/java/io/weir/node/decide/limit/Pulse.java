package io.weir.node.decide.limit;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/**
 * How the members answer this node's pings: one pulse for all partitions that it owns, since one ping speaks for all of
 * them. Written by one thread, read by the partitions' own.
 */
public final class Pulse {
    private final String self;
    private final LimitTimes times;
    private final long begunNanos;
    private final Map<String, Beat> beats = new ConcurrentHashMap<>();
    private volatile Map<String, Long> members = Map.of();

    /**
     * What is known of one member. Times are of this node's clock, but for {@code pongSent}.
     *
     * @param contactSent the newest ping that it answered was sent then
     * @param dropped it has answered a ping that was not fenced; the newest of these was sent at {@code droppedSent}
     * @param runStart it has answered without a silence since then
     * @param confirms it holds this node for a member, on a ping sent at {@code confirmedSent}
     */
    private record Beat(
            long contactSent,
            long contactHeard,
            long pongSent,
            boolean dropped,
            long droppedSent,
            long runStart,
            boolean confirms,
            long confirmedSent,
            boolean retired) {}

    /**
     * A member's answer to a ping.
     *
     * @param member it holds this node for a member
     */
    public record Answer(String node, long pingSent, long pongSent, boolean fenced, boolean member, boolean retired) {}

    public Pulse(String self, LimitTimes times, long nowNanos) {
        this.self = self;
        this.times = times;
        this.begunNanos = nowNanos;
    }

    /** The members, those that are only joining left out. To be called before a new one is pinged. */
    public void members(Collection<String> current, long nowNanos) {
        Map<String, Long> before = members;
        if (before.size() == current.size() && before.keySet().containsAll(current)) {
            return;
        }
        Map<String, Long> next = toMap(current, nowNanos);
        next.replaceAll((member, since) -> before.getOrDefault(member, since));
        members = Map.copyOf(next);
        beats.keySet().retainAll(next.keySet());
    }

    private static Map<String, Long> toMap(Collection<String> names, long nanos) {
        Map<String, Long> map = new HashMap<>();
        names.forEach(name -> map.put(name, nanos));
        return map;
    }

    public Collection<String> members() {
        return members.keySet();
    }

    public void answered(Answer answer, long heardNanos) {
        if (!members.containsKey(answer.node())) {
            return;
        }
        Beat before = beats.get(answer.node());
        if (before == null) {
            before = new Beat(answer.pingSent() - 1, heardNanos, 0, false, 0, heardNanos, false, 0, false);
        } else if (answer.pingSent() - before.contactSent() <= 0) {
            return;
        }
        beats.put(answer.node(), after(before, answer, heardNanos));
    }

    private Beat after(Beat before, Answer answer, long heardNanos) {
        boolean dropped = !answer.fenced();
        boolean goesOn = before.dropped() && heardNanos - before.droppedSent() < times.silent();
        return new Beat(
                answer.pingSent(),
                heardNanos,
                answer.pongSent(),
                before.dropped() || dropped,
                dropped ? answer.pingSent() : before.droppedSent(),
                !dropped || goesOn ? before.runStart() : heardNanos,
                before.confirms() || answer.member(),
                answer.member() ? answer.pingSent() : before.confirmedSent(),
                before.retired() || answer.retired());
    }

    /** No majority has answered a ping sent within F: pings are only to look for the members. */
    public boolean isFenced(long nowNanos) {
        return contactAge(nowNanos) > times.fence() && nowNanos - begunNanos > times.fence();
    }

    private long contactAge(long nowNanos) {
        return majorityAge(beat -> true, Beat::contactSent, nowNanos);
    }

    /** How long ago the ping was sent on which a majority last confirmed that this node is a member. */
    public long confirmedAge(long nowNanos) {
        return majorityAge(Beat::confirms, Beat::confirmedSent, nowNanos);
    }

    private long majorityAge(Predicate<Beat> counts, ToLongFunction<Beat> at, long nowNanos) {
        Map<String, Long> all = members;
        Majority majority = new Majority(Math.max(1, all.size()), nowNanos);
        for (String member : all.keySet()) {
            Beat beat = beats.get(member);
            if (member.equals(self)) {
                majority.add(nowNanos);
            } else if (beat != null && counts.test(beat)) {
                majority.add(at.applyAsLong(beat));
            }
        }
        return majority.age();
    }

    /** The member's own time from its last pong, {@link Long#MIN_VALUE} when none has come. */
    public long echo(String member) {
        Beat beat = beats.get(member);
        return beat == null ? Long.MIN_VALUE : beat.pongSent();
    }

    /** See {@link LeaseMessage.Ping#lagNanos}. */
    public long lag(String member, long nowNanos) {
        Beat beat = beats.get(member);
        long age = contactAge(nowNanos);
        if (beat == null || age > times.shareEnd()) {
            return times.shareEnd();
        }
        return Math.max(0, age - (nowNanos - beat.contactHeard()));
    }

    /**
     * Tells an owner what is known by now; before everything else that it does. While it is recovering it hears the
     * members' answers itself, since they tell what they hold.
     *
     * @param sinceNanos pings sent from then on speak for its partition too
     */
    public void feed(OwnerBook owner, long sinceNanos, long nowNanos) {
        owner.members(members, nowNanos);
        beats.forEach((member, beat) -> {
            owner.contact(member, beat.contactSent(), beat.contactHeard(), beat.pongSent());
            if (beat.retired()) {
                owner.retired(member);
            }
            if (!owner.isRecovering() && beat.dropped() && beat.droppedSent() - sinceNanos >= 0) {
                long heard = owner.isUnknown(member) ? nowNanos : beat.runStart();
                owner.dropped(member, beat.droppedSent(), heard, false);
            }
        });
    }
}
