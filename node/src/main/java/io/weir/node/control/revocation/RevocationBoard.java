package io.weir.node.control.revocation;

import io.weir.node.state.RevocationDesk.Revocation;
import io.weir.node.state.Revocations;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/** What is revoked, as this node knows it. Any thread reads; one writes. */
final class RevocationBoard implements Revocations {
    private final Map<Kind, Map<String, Revocation>> byValue = new EnumMap<>(Kind.class);
    private final ConcurrentSkipListMap<String, Revocation> byId = new ConcurrentSkipListMap<>();
    private final AtomicLong version = new AtomicLong();

    RevocationBoard() {
        for (Kind kind : Kind.values()) {
            byValue.put(kind, new ConcurrentHashMap<>());
        }
    }

    @Override
    public boolean isRevoked(Kind kind, String value) {
        return of(kind).containsKey(value);
    }

    @Override
    public long version() {
        return version.get();
    }

    private Map<String, Revocation> of(Kind kind) {
        return Objects.requireNonNull(byValue.get(kind));
    }

    void put(Revocation revocation) {
        of(revocation.kind()).put(revocation.value(), revocation);
        byId.put(revocation.id(), revocation);
        version.incrementAndGet();
    }

    void remove(String id) {
        Revocation gone = byId.remove(id);
        if (gone != null) {
            of(gone.kind()).remove(gone.value());
            version.incrementAndGet();
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
        for (Map<String, Revocation> revoked : byValue.values()) {
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
