package io.weir.node.admin;

import io.weir.node.state.RevocationDesk;
import io.weir.node.state.Revocations.Kind;
import io.weir.node.state.Spread;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Revocations of one node, in its memory. */
final class FakeRevocations implements RevocationDesk {
    final Map<String, Revocation> all = new TreeMap<>();
    volatile Spread spread = new Spread(List.of("node-1", "node-2"), List.of(), true);
    volatile boolean caughtUp = true;
    volatile int extra;

    @Override
    public CompletionStage<Spread> revoke(Kind kind, String value, Optional<Instant> expires, String by) {
        String id = idOf(kind, value);
        all.put(id, new Revocation(id, kind, value, Instant.now(), expires, by));
        return CompletableFuture.completedFuture(spread);
    }

    @Override
    public CompletionStage<Spread> restore(String id) {
        all.remove(id);
        return CompletableFuture.completedFuture(spread);
    }

    @Override
    public Optional<Revocation> find(String id) {
        return Optional.ofNullable(all.get(id));
    }

    @Override
    public String idOf(Kind kind, String value) {
        return kind.name().charAt(0) + Integer.toHexString(value.hashCode());
    }

    @Override
    public List<Revocation> list(Optional<Kind> kind, String after, int most) {
        return all.values().stream()
                .filter(revocation -> kind.isEmpty() || kind.get() == revocation.kind())
                .filter(revocation -> revocation.id().compareTo(after) > 0)
                .limit(most)
                .toList();
    }

    @Override
    public int count() {
        return all.size() + extra;
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }
}
