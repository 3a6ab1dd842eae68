package io.weir.node.decide.signature;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one node has been shown of signed requests that may come once. It says "first" of a mark once, however many ask;
 * that, and a majority of nodes that must say so, is all that being exact over the cluster rests on (see {@link Ballot}).
 * Not thread-safe.
 */
public final class SeenMarks {
    private static final long SLICE_SECONDS = 16;

    private final Map<Mark, Boolean> marks = new HashMap<>();
    private final TreeMap<Long, List<Mark>> byEnd = new TreeMap<>();
    private final int most;
    private long begunSeconds;
    private long forgotten = Long.MIN_VALUE;

    /** What a node says of a mark. */
    public enum Vote {
        FIRST,
        AGAIN,
        /** It cannot know: the request may have come before this node began to remember. */
        ABSTAINS,
        /** It cannot remember any more, or does not. */
        FULL
    }

    private record Mark(long high, long low) {}

    /**
     * @param begunSeconds from when on it remembers; Unix time
     * @param most so many are remembered
     */
    public SeenMarks(long begunSeconds, int most) {
        this.begunSeconds = begunSeconds;
        this.most = most;
    }

    /** Nothing that came before now counts as remembered: others did not ask this node yet. Seconds of Unix time. */
    public void begin(long nowSeconds) {
        begunSeconds = Math.max(begunSeconds, nowSeconds);
    }

    /**
     * Remembers the mark.
     *
     * @param createdSeconds when the request was made, by a clock that may be {@code latestSeconds} ahead of this one
     * @param untilSeconds until when it must be remembered
     */
    public Vote show(long high, long low, long createdSeconds, long latestSeconds, long untilSeconds) {
        Mark mark = new Mark(high, low);
        if (marks.containsKey(mark)) {
            return Vote.AGAIN;
        }
        // Whoever let it through before this node began did so before its clock showed created - latest.
        if (createdSeconds - latestSeconds <= begunSeconds) {
            return Vote.ABSTAINS;
        }
        if (marks.size() >= most || untilSeconds / SLICE_SECONDS < forgotten) {
            return Vote.FULL;
        }
        marks.put(mark, true);
        byEnd.computeIfAbsent(untilSeconds / SLICE_SECONDS, slice -> new ArrayList<>())
                .add(mark);
        return Vote.FIRST;
    }

    /** Forgets what is refused by its age now, at least by this clock: another one may be behind. Every few seconds. */
    public void forget(long nowSeconds) {
        forgotten = Math.max(forgotten, nowSeconds / SLICE_SECONDS);
        while (!byEnd.isEmpty() && byEnd.firstKey() < nowSeconds / SLICE_SECONDS) {
            byEnd.pollFirstEntry().getValue().forEach(marks::remove);
        }
    }

    public int size() {
        return marks.size();
    }
}
