package io.weir.node.state;

import io.weir.protocol.admin.AuditReport.Entry;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** What was done over the admin API, and tried: only ever added to. Thread-safe, never blocks. */
public interface AuditLog {
    /** Completes when it is written down. */
    CompletionStage<Noted> note(Event event);

    /**
     * Entries of all nodes that are still held in memory, the oldest first.
     *
     * @param after an entry's id, or a time as such an id begins: {@code 2027-01-31T00:00:00.000Z}
     */
    List<Entry> read(String after, Predicate<Entry> wanted, int most);

    /**
     * @param who the caller's name; empty: nobody that is known
     * @param role the caller's; empty: none
     * @param address where the request came from
     * @param resource path and query
     * @param outcome status of the answer
     * @param problem its problem's name; empty: none
     * @param before the live revision when it began
     * @param after and when it was answered
     * @param changes what changed, one line each
     */
    record Event(
            String who,
            String role,
            String address,
            String method,
            String resource,
            int outcome,
            String problem,
            long before,
            long after,
            List<String> changes) {
        public Event {
            changes = List.copyOf(changes);
        }
    }

    /**
     * @param id the entry's; empty: it is not even on this node's disk
     * @param replicated most members have it, on disk
     */
    record Noted(String id, boolean replicated) {}
}
