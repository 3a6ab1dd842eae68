package io.weir.node.filter.auth.token;

import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out whether tokens are good, and remembers it. Thread-safe, never blocks. */
public interface TokenJudge {
    /** Longer tokens are refused unread. */
    int LONGEST = 16 * 1024;

    /** What became of a token. */
    sealed interface Outcome {
        record Good(VerifiedToken token) implements Outcome {}

        record Bad() implements Outcome {}

        /** It cannot be found out now: whoever knows does not answer, or there is too much to do. */
        record Unknown() implements Outcome {}

        Bad BAD = new Bad();
        Unknown UNKNOWN = new Unknown();
    }

    /**
     * What is known about a token, or null when it has to be found out first. Allocates nothing.
     *
     * @param hash its SHA-256
     */
    @Nullable
    VerifiedToken known(byte[] hash);

    /**
     * Finds out about a token that is not {@link #known}.
     *
     * @param hash its SHA-256; kept
     * @param token kept
     * @param then run on {@code loop}, once, where the answer is null
     * @return null: the answer comes later
     */
    @Nullable
    Outcome verify(byte[] hash, byte[] token, Executor loop, Consumer<Outcome> then);
}
