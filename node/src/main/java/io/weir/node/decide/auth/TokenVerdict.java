package io.weir.node.decide.auth;

/** What {@link TokenRules} say about a token. */
public sealed interface TokenVerdict {
    /**
     * It holds from {@code fromSeconds} on and before {@code untilSeconds} (Unix time, leeway included): nothing else of
     * it has to be looked at again.
     */
    record Good(long fromSeconds, long untilSeconds) implements TokenVerdict {
        public boolean holdsAt(long nowSeconds) {
            return nowSeconds >= fromSeconds && nowSeconds < untilSeconds;
        }
    }

    /** It is never going to be good. Told to nobody but tests. */
    record Bad(Flaw flaw) implements TokenVerdict {}

    enum Flaw {
        TYPE,
        ISSUER,
        AUDIENCE,
        CLAIM,
        /** It says neither when it ends nor, where that is asked for, when it was issued. */
        ENDLESS,
        /** A time that is no number. */
        TIME
    }
}
