package io.weir.node.telemetry;

import io.weir.node.state.VersionCallers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who has called the versions of apis on this node, and when last. Loops count in tallies of their own, which are read every
 * few seconds: so nothing is added to the way of a request but a counter. So many callers of each kind have a line of their
 * own in each version, those that come later share one: a crowd of networks leaves consumers their room, and one version the
 * others. Thread-safe; nothing that a loop asks waits for a lock that is held for long.
 */
final class VersionBook implements VersionCallers {
    static final int MOST_OF_A_KIND = 300;
    static final int MOST = 10_000;
    static final int MOST_TOLD = 1_000;

    /** Of versions and their consumers, in the metrics; room of their own, so that routes and endpoints keep theirs. */
    private static final int MOST_SERIES = 1_000;

    private final Names labels = new Names(MOST_SERIES);
    private final InstantSource clock;
    private final Instant since;
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Page> pages = new ConcurrentHashMap<>();
    private final Queue<Entry> entries = new ConcurrentLinkedQueue<>();

    private record Entry(CallerTally tally, SeenCaller caller) {}

    VersionBook(InstantSource clock) {
        this.clock = clock;
        this.since = clock.instant();
    }

    /** Which consumers of which versions have series of their own. */
    Names labels() {
        return labels;
    }

    /** Of one version, {@code api/version}. */
    Page page(String version) {
        return pages.computeIfAbsent(version, Page::new);
    }

    /** The callers of one version. Thread-safe. */
    final class Page {
        private final String version;
        private final Map<String, SeenCaller> consumers = new ConcurrentHashMap<>();
        private final Map<Long, SeenCaller> networks = new ConcurrentHashMap<>();
        private final SeenCaller otherConsumers;
        private final SeenCaller otherNetworks;

        private Page(String version) {
            this.version = version;
            this.otherConsumers = new SeenCaller(version, Kind.OTHER, "consumers");
            this.otherNetworks = new SeenCaller(version, Kind.OTHER, "networks");
        }

        /** Null: there is no room for a line of its own. */
        @Nullable
        SeenCaller consumer(String name) {
            return line(consumers, name, key -> new SeenCaller(version, Kind.CONSUMER, key));
        }

        /** @param network as {@link ClientNetwork} has it */
        @Nullable
        SeenCaller network(long network) {
            return line(networks, network, key -> new SeenCaller(version, Kind.NETWORK, ClientNetwork.text(key)));
        }

        SeenCaller otherConsumers() {
            return otherConsumers;
        }

        SeenCaller otherNetworks() {
            return otherNetworks;
        }

        private <K> @Nullable SeenCaller line(Map<K, SeenCaller> lines, K key, Function<K, SeenCaller> make) {
            SeenCaller known = lines.get(key);
            if (known != null || lines.size() >= MOST_OF_A_KIND || count.get() >= MOST) {
                return known;
            }
            // Loops that come at once may make some lines more than there should be: as many as there are loops.
            return lines.computeIfAbsent(key, fresh -> {
                count.incrementAndGet();
                return make.apply(fresh);
            });
        }
    }

    /** What the tally counts is the caller's. */
    void read(CallerTally tally, SeenCaller caller) {
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
        return entries.stream()
                .map(Entry::caller)
                .distinct()
                .filter(SeenCaller::wasSeen)
                .map(caller -> caller.told(now))
                .sorted(Comparator.comparing(Caller::seen).reversed())
                .limit(MOST_TOLD)
                .toList();
    }
}
