package io.weir.node.decide.limit;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an owner knows of one member: whether it may be living on its share. Times are of the owner's clock.
 *
 * <p>A member answers a ping only after it has dropped its share, and wakes it no sooner than T2 after the last ping it
 * received. So it has none until T2 after the owner sent the last ping that was answered; the owner stops relying on
 * that after T1.
 */
final class MemberWatch {
    private final String name;
    private final LimitTimes times;
    private final long begunNanos;
    private Set<String> told;
    /** Whether {@link #sureNanos} means anything. */
    private boolean known;
    /** Surely without a share at this time; until T2 later. */
    private long sureNanos;

    private boolean contacted;
    private long contactSentNanos;
    private long contactHeardNanos;
    private long echo = Long.MIN_VALUE;
    private boolean answered;
    private boolean awake;
    private boolean retired;
    private boolean gone;
    private long goneNanos;

    /** A member of which nothing is known: an earlier owner may have left it to its share. */
    MemberWatch(String name, Set<String> members, LimitTimes times, long nowNanos) {
        this.name = name;
        this.told = members;
        this.times = times;
        this.begunNanos = nowNanos;
        this.contactHeardNanos = nowNanos;
    }

    /** A member that no owner of this partition has ever pinged: it can have no share before it hears one. */
    static MemberWatch unpinged(String name, Set<String> members, LimitTimes times, long nowNanos) {
        MemberWatch watch = new MemberWatch(name, members, times, nowNanos);
        watch.known = true;
        watch.sureNanos = nowNanos;
        watch.answered = true;
        return watch;
    }

    String name() {
        return name;
    }

    Set<String> told() {
        return told;
    }

    /** The members are others now; this one may not know yet. */
    void membersChanged(Set<String> members) {
        told = told.stream().filter(members::contains).collect(Collectors.toUnmodifiableSet());
    }

    void toldAll(Set<String> members) {
        told = members;
    }

    void contact(long sentNanos, long heardNanos, long pongSent) {
        if (!contacted || sentNanos - contactSentNanos > 0) {
            contacted = true;
            contactSentNanos = sentNanos;
            contactHeardNanos = heardNanos;
            echo = pongSent;
        }
    }

    /** Returns whether this is news. */
    boolean answered(long sentNanos, boolean wasAwake) {
        if (!answered) {
            awake = wasAwake;
        }
        answered = true;
        if (known && sentNanos - sureNanos <= 0) {
            return false;
        }
        known = true;
        sureNanos = sentNanos;
        return true;
    }

    void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    void leave(long nowNanos) {
        if (!gone) {
            gone = true;
            goneNanos = nowNanos;
        }
    }

    boolean isGone() {
        return gone;
    }

    /** Has answered this incarnation, or needs not. */
    boolean hasAnswered() {
        return answered;
    }

    /** Its share was awake before it answered the new owner. */
    boolean wasAwake() {
        return awake;
    }

    /** From when on it may be living on its share, unless it answers before. */
    long silentFrom() {
        return known ? sureNanos + times.silent() : begunNanos;
    }

    /** Its share may be awake now. */
    boolean isSilent(long nowNanos) {
        return !retired && nowNanos - silentFrom() >= 0 && !(gone && nowNanos - shareOver() >= 0);
    }

    /** For a member that is gone: when its share has ended for sure. */
    long shareOver() {
        long byContact = contactHeardNanos + LimitTimes.longer(times.shareEnd());
        // Who confirms may have looked a ping or two ago.
        long byConfirmation = goneNanos + LimitTimes.longer(times.confirmed() + 2 * times.ping());
        return byContact - byConfirmation > 0 ? byContact : byConfirmation;
    }

    /** Whether it can ever have a share again. */
    boolean mayWake(long nowNanos) {
        return known && !retired && !(gone && nowNanos - shareOver() >= 0);
    }

    /** No share of this member can be awake before this; only for one that is not silent. */
    long wakesAfter() {
        return sureNanos + LimitTimes.shorter(times.wake());
    }

    boolean isContacted() {
        return contacted;
    }

    long contactSent() {
        return contactSentNanos;
    }

    long contactHeard() {
        return contactHeardNanos;
    }

    long echo() {
        return echo;
    }
}
