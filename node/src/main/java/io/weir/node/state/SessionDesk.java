package io.weir.node.state;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Learned sessions: which endpoint a key belongs to, the same on every node. Thread-safe. */
public interface SessionDesk {
    /** The endpoint this node has cached for the key (and counts as used now), or null. No message. */
    @Nullable
    String cached(String upstream, String key);

    /**
     * Compare-and-set at the owner: takes {@code proposed} if the key has no endpoint or has {@code lost}; answers the
     * endpoint that holds. When no owner answers in time, {@code proposed}. Calls {@code then} once, on {@code loop}.
     */
    void assign(
            String upstream, String key, String proposed, @Nullable String lost, Executor loop, Consumer<String> then);
}
