package io.weir.node.control.audit;

import io.weir.node.control.shared.SharedEntries;
import io.weir.node.state.AuditLog;
import io.weir.protocol.admin.AuditReport.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Entries of all nodes in shared entries, bounded; this node's own for longer in its journal. Thread-safe. */
public final class ClusterAudit implements AuditLog {
    /** So many entries of all nodes together are held on each: some 5 MB. */
    static final int HELD = 10_000;

    private static final int SHARDS = 512;
    private static final long ROTATE_BYTES = 10L * 1024 * 1024;
    private static final int KEEP = 20;

    /** So that an entry stays well below a frame. */
    private static final int MOST_CHANGES = 10;

    private static final int LONGEST_CHANGE = 120;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterAudit.class);

    private final String node;
    private final AuditJournal journal;
    private final Executor blocking;
    private final Semaphore writing = new Semaphore(1, true);
    private final ConcurrentSkipListMap<String, Entry> held = new ConcurrentSkipListMap<>();
    private final SharedEntries entries;
    private long lastMillis;
    private int number;

    private ClusterAudit(ActorSystem<?> system, String node, AuditJournal journal) {
        this.node = node;
        this.journal = journal;
        this.blocking = system.dispatchers().lookup(DispatcherSelector.blocking());
        this.entries = SharedEntries.start(system, "audit", SHARDS, this::changed);
    }

    /**
     * Before the node joins. Blocks while it reads the journal.
     *
     * @param dataDir the journal is its file {@code audit/audit.jsonl}
     */
    public static ClusterAudit start(ActorSystem<?> system, String nodeName, Path dataDir) throws IOException {
        return new ClusterAudit(
                system, nodeName, AuditJournal.open(dataDir.resolve("audit/audit.jsonl"), ROTATE_BYTES, KEEP));
    }

    private void changed(Map<String, String> texts) {
        texts.forEach((id, text) -> {
            if (text.isEmpty()) {
                held.remove(id);
            } else {
                AuditLine.read(text)
                        .ifPresentOrElse(
                                entry -> held.put(id, entry),
                                () -> LOG.error("The audit entry {} is not as it was written; it is left out", id));
            }
        });
        forgetOldest();
    }

    private void forgetOldest() {
        if (held.size() > HELD + HELD / 10) {
            Set<String> gone = AuditSurplus.of(held, HELD);
            gone.forEach(held::remove);
            entries.forget(gone);
        }
    }

    @Override
    public CompletionStage<Noted> note(Event event) {
        return CompletableFuture.supplyAsync(() -> write(event), blocking)
                .thenCompose(written -> entries.add(written.id(), written.line())
                        .thenApply(replicated -> new Noted(written.id(), replicated)))
                .exceptionally(failure -> {
                    LOG.error("What was done cannot be noted in the audit log: {}", event, failure);
                    return new Noted("", false);
                });
    }

    private record Written(String id, String line) {}

    private Written write(Event event) {
        writing.acquireUninterruptibly();
        try {
            String id = nextId(System.currentTimeMillis());
            String line = AuditLine.of(entry(id, event, journal.last()));
            journal.add(line);
            return new Written(id, line);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            writing.release();
        }
    }

    /** Rises even while the clock does not. */
    private String nextId(long nowMillis) {
        number = nowMillis > lastMillis ? 0 : number + 1;
        lastMillis = Math.max(lastMillis, nowMillis);
        return "%s-%s-%03d".formatted(TIME.format(Instant.ofEpochMilli(lastMillis)), node, number);
    }

    private Entry entry(String id, Event event, String previous) {
        return new Entry(
                id,
                TIME.format(Instant.ofEpochMilli(lastMillis)),
                node,
                event.who(),
                event.role(),
                event.address(),
                event.method(),
                event.resource(),
                event.outcome(),
                event.problem(),
                event.before(),
                event.after(),
                summary(event.changes()),
                previous,
                "");
    }

    private static List<String> summary(List<String> changes) {
        List<String> lines = new ArrayList<>();
        for (String change : changes.subList(0, Math.min(MOST_CHANGES, changes.size()))) {
            lines.add(change.length() > LONGEST_CHANGE ? change.substring(0, LONGEST_CHANGE) + "…" : change);
        }
        if (changes.size() > MOST_CHANGES) {
            lines.add("and " + (changes.size() - MOST_CHANGES) + " more");
        }
        return lines;
    }

    @Override
    public List<Entry> read(String after, Predicate<Entry> wanted, int most) {
        return held.tailMap(after, false).values().stream()
                .filter(wanted)
                .limit(most)
                .toList();
    }
}
