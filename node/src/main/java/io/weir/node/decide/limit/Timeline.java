package io.weir.node.decide.limit;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * When which members were silent, since the owner has begun to serve: what a bucket needs in order to be brought up to
 * date late, also one that nobody has touched yet. A bucket is empty when its timeline begins.
 */
final class Timeline {
    /** Beyond this the oldest are forgotten, and whoever needs them begins empty after them. */
    private static final int MOST = 256;

    /**
     * A member that may live on its share.
     *
     * @param told the smallest view of the members that it may know
     */
    record Silent(String member, Collection<String> told) {}

    /** From then on, until the next one, these were silent. */
    record Segment(long fromNanos, List<Silent> silent) {}

    private final List<Segment> segments = new ArrayList<>();

    Timeline(long beginNanos) {
        segments.add(new Segment(beginNanos, List.of()));
    }

    /** A former owner's, moved to this clock: what was its now is {@code nowNanos} here. */
    static Timeline of(List<Carry.Aged> aged, long nowNanos) {
        Timeline timeline = new Timeline(nowNanos);
        timeline.segments.clear();
        aged.forEach(segment -> timeline.segments.add(new Segment(
                nowNanos - segment.ageNanos(),
                segment.silent().stream()
                        .map(silent -> new Silent(silent.member(), silent.told()))
                        .toList())));
        return timeline;
    }

    List<Carry.Aged> aged(long nowNanos) {
        return segments.stream()
                .map(segment -> new Carry.Aged(
                        nowNanos - segment.fromNanos(),
                        segment.silent().stream()
                                .map(silent -> new Carry.Silent(silent.member(), List.copyOf(silent.told())))
                                .toList()))
                .toList();
    }

    /** The silent members change; never earlier than the last change. */
    void change(long fromNanos, List<Silent> silent) {
        Segment last = segments.get(segments.size() - 1);
        if (last.silent().equals(silent)) {
            return;
        }
        long from = last.fromNanos() - fromNanos > 0 ? last.fromNanos() : fromNanos;
        segments.add(new Segment(from, List.copyOf(silent)));
    }

    boolean isLong() {
        return segments.size() > MOST;
    }

    /** Forgets the older half; every bucket must be up to date. */
    void shorten() {
        segments.subList(0, segments.size() / 2).clear();
    }

    long begin() {
        return segments.get(0).fromNanos();
    }

    int size() {
        return segments.size();
    }

    /** The segment that holds this time. */
    int indexOf(long nanos) {
        int index = segments.size() - 1;
        while (index > 0 && segments.get(index).fromNanos() - nanos > 0) {
            index--;
        }
        return index;
    }

    /** The end of a segment, or {@code nowNanos} for the last. */
    long end(int index, long nowNanos) {
        if (index + 1 == segments.size()) {
            return nowNanos;
        }
        long end = segments.get(index + 1).fromNanos();
        return end - nowNanos > 0 ? nowNanos : end;
    }

    /** The part of a bucket that silent members may be spending during a segment, 0 to 1. */
    double deducted(int index, BucketKey key) {
        List<Silent> silent = segments.get(index).silent();
        if (silent.isEmpty() || !key.limit().shared()) {
            return 0;
        }
        double sum = 0;
        for (Silent one : silent) {
            sum += Shares.of(key, one.member(), one.told());
        }
        return Math.min(1, sum);
    }
}
