package io.weir.node.decide.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The members as one owner knows them, and those that are gone while their shares may still be awake. The owner itself
 * is one of them: it pings its own node, too.
 */
final class MemberList {
    private final String self;
    private final LimitTimes times;
    private final boolean first;
    private final long begunNanos;
    private final Map<String, MemberWatch> watches = new LinkedHashMap<>();
    private final Set<String> silent = new TreeSet<>();
    private Set<String> current;
    private long changedNanos;

    /** @param first no owner was there before, so no member can have a share yet */
    MemberList(String self, Collection<String> members, LimitTimes times, long nowNanos, boolean first) {
        this.self = self;
        this.times = times;
        this.first = first;
        this.begunNanos = nowNanos;
        this.changedNanos = nowNanos;
        this.current = Set.copyOf(members);
        current.stream().sorted().forEach(member -> watches.put(member, watch(member, nowNanos)));
    }

    private MemberWatch watch(String member, long nowNanos) {
        // An owner before this one may have pinged a member that this node gets to know only now.
        boolean maybeKnown = !first && nowNanos - begunNanos < LimitTimes.longer(times.shareEnd());
        return maybeKnown
                ? new MemberWatch(member, current, times, nowNanos)
                : MemberWatch.unpinged(member, current, times, nowNanos);
    }

    /** @param members with the time from which on each may have been pinged */
    void set(Map<String, Long> members, long nowNanos) {
        Set<String> next = Set.copyOf(members.keySet());
        if (next.equals(current)) {
            return;
        }
        current = next;
        changedNanos = nowNanos;
        watches.values().removeIf(watch -> watch.isGone() && next.contains(watch.name()));
        watches.values().forEach(watch -> {
            if (next.contains(watch.name())) {
                watch.membersChanged(next);
            } else {
                watch.leave(nowNanos);
            }
        });
        next.stream()
                .sorted()
                .filter(member -> !watches.containsKey(member))
                .forEach(member -> watches.put(member, watch(member, members.getOrDefault(member, nowNanos))));
    }

    Set<String> current() {
        return current;
    }

    void contact(String member, long sentNanos, long heardNanos, long pongSent) {
        MemberWatch watch = watches.get(member);
        if (watch != null) {
            watch.contact(sentNanos, heardNanos, pongSent);
        }
    }

    long echo(String member) {
        MemberWatch watch = watches.get(member);
        return watch == null ? Long.MIN_VALUE : watch.echo();
    }

    void retired(String member) {
        MemberWatch watch = watches.get(member);
        if (watch != null) {
            watch.retire();
        }
    }

    void dropped(String member, long sentNanos, boolean awake) {
        MemberWatch watch = watches.get(member);
        if (watch != null && sentNanos - begunNanos >= 0 && watch.answered(sentNanos, awake)) {
            if (sentNanos - changedNanos >= 0 && !watch.isGone()) {
                watch.toldAll(current);
            }
            silent.remove(member);
        }
    }

    /** It fell silent before this, and is not known to have been heard since. */
    boolean wasSilent(String member, long nowNanos) {
        MemberWatch watch = watches.get(member);
        return watch != null && (silent.contains(member) || watch.isSilent(nowNanos));
    }

    boolean hasAnswered(String member) {
        MemberWatch watch = watches.get(member);
        return watch != null && watch.hasAnswered();
    }

    /** @param leasesKnown nothing is to be heard from one that is leaving: it has no share, and its leases are known */
    boolean allAnswered(boolean leasesKnown) {
        for (MemberWatch watch : watches.values()) {
            boolean needless = watch.isGone() || leasesKnown && watch.isRetired();
            if (!needless && !watch.hasAnswered()) {
                return false;
            }
        }
        return true;
    }

    /** How long ago the ping was sent by which a majority, this node included, was last in touch. */
    long majorityAge(long nowNanos) {
        Majority majority = new Majority(current.size(), nowNanos);
        for (String member : current) {
            MemberWatch watch = watches.get(member);
            if (member.equals(self)) {
                majority.add(nowNanos);
            } else if (watch != null && watch.isContacted()) {
                majority.add(watch.contactSent());
            }
        }
        return majority.age();
    }

    /**
     * By how much a majority was last known to be in touch earlier than the member's last pong came; T3 at most. A share
     * that counts T3 from that pong less this ends before a majority without its node can have removed it.
     */
    long lag(String member, long nowNanos) {
        MemberWatch watch = watches.get(member);
        long age = majorityAge(nowNanos);
        if (watch == null || age > times.shareEnd()) {
            return times.shareEnd();
        }
        return Math.max(0, age - (nowNanos - watch.contactHeard()));
    }

    /** A lease of this life, by a node's clock, ends before any share wakes that is not deducted. */
    long lifeBeforeAnyWakes(long nowNanos) {
        long life = Long.MAX_VALUE;
        for (MemberWatch watch : watches.values()) {
            if (!silent.contains(watch.name()) && watch.mayWake(nowNanos)) {
                life = Math.min(life, LimitTimes.shorter(watch.wakesAfter() - nowNanos));
            }
        }
        return life;
    }

    /**
     * The next change to {@link #silent} up to {@code nowNanos}, relative to it (so 0 or less); above 0 if there is none.
     */
    long nextChange(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (MemberWatch watch : watches.values()) {
            if (!silent.contains(watch.name()) && watch.isSilent(nowNanos)) {
                next = Math.min(next, watch.silentFrom() - nowNanos);
            } else if (silent.contains(watch.name()) && !watch.isSilent(nowNanos)) {
                next = Math.min(next, watch.isGone() ? watch.shareOver() - nowNanos : 0);
            }
        }
        return next;
    }

    /** The members that are silent from this moment on. */
    List<Timeline.Silent> silent(long nowNanos) {
        List<Timeline.Silent> found = new ArrayList<>();
        for (MemberWatch watch : watches.values()) {
            if (watch.isSilent(nowNanos)) {
                silent.add(watch.name());
                found.add(new Timeline.Silent(watch.name(), watch.told()));
            } else {
                silent.remove(watch.name());
            }
        }
        watches.values().removeIf(watch -> watch.isGone() && nowNanos - watch.shareOver() >= 0);
        return found;
    }

    /** Those whose share may have been awake before they answered the new owner. */
    List<Timeline.Silent> notSurelyDormant() {
        return watches.values().stream()
                .filter(watch -> watch.wasAwake() || !watch.hasAnswered() && !watch.isRetired())
                .map(watch -> new Timeline.Silent(watch.name(), watch.told()))
                .toList();
    }

    Set<String> silentNames(long nowNanos) {
        return watches.values().stream()
                .filter(watch -> watch.isSilent(nowNanos))
                .map(MemberWatch::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
