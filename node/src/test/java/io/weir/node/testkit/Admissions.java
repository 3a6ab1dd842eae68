package io.weir.node.testkit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The admissions of one limit, judged by what a client can know: each happened between the sending of a request and the
 * receiving of its answer. So {@link #worstExcess} counts in a window only what was sent after its begin and received
 * before its end, and never accuses falsely.
 */
public final class Admissions {
    private final long[] sent;
    private final long[] received;

    /** @param answers those that were admitted */
    public Admissions(List<Answer> answers) {
        List<Answer> ordered = answers.stream()
                .sorted(Comparator.comparingLong(Answer::receivedNanos))
                .toList();
        this.sent = ordered.stream().mapToLong(Answer::sentNanos).toArray();
        this.received = ordered.stream().mapToLong(Answer::receivedNanos).toArray();
    }

    public int count() {
        return sent.length;
    }

    /**
     * The most by which any window holds more than {@code burst + rate * length}; not above 0 if the limit held. Every
     * window that matters begins with a sending and ends with a receiving.
     */
    public double worstExcess(double ratePerSecond, double burst) {
        long[] begins = sent.clone();
        Arrays.sort(begins);
        double worst = Double.NEGATIVE_INFINITY;
        for (long begin : begins) {
            int inside = 0;
            for (int i = 0; i < sent.length; i++) {
                if (sent[i] >= begin) {
                    inside++;
                    double allowed = burst + ratePerSecond * (received[i] - begin) / 1e9;
                    worst = Math.max(worst, inside - allowed);
                }
            }
        }
        return worst;
    }

    /** How many answers came in this span. */
    public long between(long fromNanos, long toNanos) {
        return Arrays.stream(received)
                .filter(at -> at >= fromNanos && at < toNanos)
                .count();
    }

    /** How many answers came in each slot of this span, for messages. */
    public List<Long> perSlot(long fromNanos, long toNanos, long slotNanos) {
        List<Long> counts = new ArrayList<>();
        for (long at = fromNanos; at + slotNanos <= toNanos; at += slotNanos) {
            counts.add(between(at, at + slotNanos));
        }
        return counts;
    }

    /** The longest run of slots with fewer than {@code least} answers each, as a time. */
    public long longestShortageNanos(long fromNanos, long toNanos, long slotNanos, double least) {
        long longest = 0;
        long run = 0;
        for (long at = fromNanos; at + slotNanos <= toNanos; at += slotNanos) {
            run = between(at, at + slotNanos) < least ? run + slotNanos : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
