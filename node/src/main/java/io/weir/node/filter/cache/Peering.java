package io.weir.node.filter.cache;

import io.weir.node.state.PeerBook;
import io.weir.node.state.PeerPlan;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The caches of the other nodes, and which of them did not answer just now. Thread-safe. */
final class Peering {
    private static final long REST_NANOS = 1_000_000_000L;

    private final ConcurrentMap<String, Long> resting = new ConcurrentHashMap<>();
    private volatile PeerBook book = PeerBook.NONE;

    void use(PeerBook newBook) {
        book = newBook;
    }

    PeerBook.Circle circle() {
        return book.circle();
    }

    String token() {
        return book.token();
    }

    /** Null: it cannot be asked now. */
    @Nullable
    PeerPlan peer(String member) {
        Long until = resting.get(member);
        if (until != null && System.nanoTime() - until < 0) {
            return null;
        }
        return book.peer(member);
    }

    /** It is left alone for a moment. */
    void failed(String member) {
        resting.put(member, System.nanoTime() + REST_NANOS);
    }
}
