package io.weir.node.admin;

import io.weir.node.state.AuditLog;
import io.weir.protocol.admin.AuditReport.Entry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Remembers what it was told. */
final class FakeAudit implements AuditLog {
    final List<Event> events = new CopyOnWriteArrayList<>();
    volatile boolean replicated = true;

    @Override
    public CompletionStage<Noted> note(Event event) {
        events.add(event);
        return CompletableFuture.completedFuture(new Noted("entry-" + events.size(), replicated));
    }

    @Override
    public List<Entry> read(String after, Predicate<Entry> wanted, int most) {
        return List.of();
    }
}
