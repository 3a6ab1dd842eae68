package io.weir.node.telemetry;

import io.weir.node.state.VersionCallers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Who has called the versions of apis on this node, and when last. Loops count in tallies of their own, which are read every
 * few seconds: so nothing is added to the way of a request but a counter. So many callers of each kind have a line of their
 * own in each version, those that come later share one: a crowd of networks leaves consumers their room, and one version the
 * others. Thread-safe.
 */
final class VersionBook implements VersionCallers {
    static final int MOST_OF_A_KIND = 300;
    static final int MOST = 10_000;
    static final int MOST_TOLD = 1_000;

    private final InstantSource clock;
    private final Instant since;
    private final Map<String, SeenCaller> callers = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    private record Entry(CallerTally tally, SeenCaller caller) {}

    VersionBook(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Whether there is a line for the caller, or room for one: then it has one from now on. Once for each loop. */
    synchronized boolean admits(String version, Kind kind, String name) {
        String key = key(version, kind, name);
        if (callers.containsKey(key)) {
            return true;
        }
        String group = key(version, kind, "");
        int count = counts.getOrDefault(group, 0);
        if (count >= MOST_OF_A_KIND || callers.size() >= MOST) {
            return false;
        }
        counts.put(group, count + 1);
        callers.put(key, new SeenCaller(version, kind, name));
        return true;
    }

    private static String key(String version, Kind kind, String name) {
        return version + '\n' + kind + '\n' + name;
    }

    /** What the tally counts is the caller's, who is admitted or {@link Kind#OTHER}. */
    synchronized void read(CallerTally tally, String version, Kind kind, String name) {
        SeenCaller caller =
                callers.computeIfAbsent(key(version, kind, name), key -> new SeenCaller(version, kind, name));
        entries.add(new Entry(tally, caller));
    }

    /** Reads what the loops have counted; every few seconds, which is how exact it is when somebody was seen last. */
    synchronized void read() {
        long now = clock.millis();
        for (Entry entry : entries) {
            long more = entry.tally.take();
            if (more > 0) {
                entry.caller.add(more, now);
            }
        }
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public synchronized List<Caller> callers() {
        read();
        long now = clock.millis();
        return callers.values().stream()
                .filter(SeenCaller::wasSeen)
                .map(caller -> caller.told(now))
                .sorted(Comparator.comparing(Caller::seen).reversed())
                .limit(MOST_TOLD)
                .toList();
    }
}
