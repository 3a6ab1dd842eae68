package io.weir.node.control.revocation;

import io.weir.node.state.RevocationDesk.Revocation;
import io.weir.node.state.Revocations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is revoked, as this node knows it. Any thread reads; one writes. */
final class RevocationBoard implements Revocations {
    private final List<Map<String, Revocation>> byValue = new ArrayList<>();
    private final ConcurrentSkipListMap<String, Revocation> byId = new ConcurrentSkipListMap<>();
    private final AtomicLong version = new AtomicLong();

    RevocationBoard() {
        for (Kind kind : Kind.values()) {
            byValue.add(kind.ordinal(), new ConcurrentHashMap<>());
        }
    }

    @Override
    public boolean isRevoked(Kind kind, String value) {
        return byValue.get(kind.ordinal()).containsKey(value);
    }

    @Override
    public long version() {
        return version.get();
    }

    void put(Revocation revocation) {
        byValue.get(revocation.kind().ordinal()).put(revocation.value(), revocation);
        byId.put(revocation.id(), revocation);
        version.incrementAndGet();
    }

    void remove(String id) {
        Revocation gone = byId.remove(id);
        if (gone != null) {
            byValue.get(gone.kind().ordinal()).remove(gone.value());
        }
    }

    Optional<Revocation> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    List<Revocation> list(Optional<Kind> kind, String after, int most) {
        return byId.tailMap(after, false).values().stream()
                .filter(revocation -> kind.isEmpty() || kind.get() == revocation.kind())
                .limit(most)
                .toList();
    }

    /** Exact while nobody writes; good enough for a bound and a metric. */
    int count() {
        int count = 0;
        for (Map<String, Revocation> revoked : byValue) {
            count += revoked.size();
        }
        return count;
    }

    List<String> expired(Instant now) {
        List<String> expired = new ArrayList<>();
        byId.forEach((id, revocation) -> {
            if (revocation.expires().filter(end -> end.isBefore(now)).isPresent()) {
                expired.add(id);
            }
        });
        return expired;
    }
}
