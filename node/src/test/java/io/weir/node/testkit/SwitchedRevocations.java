package io.weir.node.testkit;

import io.weir.node.state.Revocations;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Revocations that a test makes itself. Thread-safe. */
public final class SwitchedRevocations implements Revocations {
    private final Set<String> revoked = ConcurrentHashMap.newKeySet();
    private final AtomicLong version = new AtomicLong();

    public void revoke(Kind kind, String value) {
        revoked.add(kind + " " + value);
        version.incrementAndGet();
    }

    @Override
    public boolean isRevoked(Kind kind, String value) {
        return revoked.contains(kind + " " + value);
    }

    @Override
    public long version() {
        return version.get();
    }
}
