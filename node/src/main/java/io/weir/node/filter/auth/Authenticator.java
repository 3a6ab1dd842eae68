package io.weir.node.filter.auth;

import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * One way to find out who a request is from. It drops the credential from what is forwarded ({@link Stripping}), whatever
 * comes of it. Thread-safe; called on the exchange's loop, never blocks.
 */
interface Authenticator {
    /** What an examination came to. */
    sealed interface Result {
        /** The request has no credential of this kind. */
        record Absent() implements Result {}

        record Known(Identity identity) implements Result {}

        /** Good without being anybody's: somebody anonymous is let in. */
        record Nobody() implements Result {}

        /** There is a credential, and it is no good; what exactly is wrong is told to nobody. {@code guess}: if it may be one. */
        record Wrong(@Nullable Guess guess) implements Result {}

        /** Whether the credential is good cannot be found out now: nobody is let in with it, and nobody is told it is wrong. */
        record Unavailable() implements Result {}

        /** The exchange was answered ({@link FilterContext#deny} or {@link FilterContext#answer}): no other credential is looked at. */
        record Answered() implements Result {}

        /** {@link Later#examined} will be called, once, on the exchange's loop, after {@link #examine} has returned. */
        record Pending() implements Result {}

        Absent ABSENT = new Absent();
        Nobody NOBODY = new Nobody();
        Wrong WRONG = new Wrong(null);
        Unavailable UNAVAILABLE = new Unavailable();
        Answered ANSWERED = new Answered();
        Pending PENDING = new Pending();
    }

    /** Where an examination that takes longer is answered. */
    interface Later {
        /** @param result not {@link Result.Pending} */
        void examined(Result result);
    }

    Result examine(FilterContext exchange, Later later);

    /**
     * Drops the credential from what is forwarded without looking at it: another one has decided already. Whoever examines
     * at some cost does less here.
     */
    default void strip(FilterContext exchange) {
        examine(exchange, tooLate -> {});
    }

    /** Whether the request has more than one such credential: a backend that gets them could read another one than this. */
    default boolean isRepeated(RequestHead head) {
        return false;
    }

    /**
     * The challenge of a 401 (RFC 9110 §11.6.1), e.g. {@code Bearer realm="weir"}; empty for none. {@code wrong}: a
     * credential of this kind was sent.
     */
    String challenge(boolean wrong);

    /** What a 401 asks for in {@code Accept-Signature} (RFC 9421 §5.1); empty for nothing. */
    default String wanted() {
        return "";
    }
}
