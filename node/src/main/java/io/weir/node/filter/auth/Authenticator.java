package io.weir.node.filter.auth;

import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;

/**
 * One way to find out who a request is from. It drops the credential from what is forwarded, whatever comes of it.
 * Thread-safe; called on the exchange's loop, never blocks.
 */
interface Authenticator {
    /** What an examination came to. */
    sealed interface Result {
        /** The request has no credential of this kind. */
        record Absent() implements Result {}

        record Known(Identity identity) implements Result {}

        /** There is a credential, and it is no good; what exactly is wrong is told to nobody. */
        record Wrong() implements Result {}

        /** {@link Later#examined} will be called, once, on the exchange's loop. */
        record Pending() implements Result {}

        Absent ABSENT = new Absent();
        Wrong WRONG = new Wrong();
        Pending PENDING = new Pending();
    }

    /** Where an examination that takes longer is answered. */
    interface Later {
        /** @param result not {@link Result.Pending} */
        void examined(Result result);
    }

    Result examine(FilterContext exchange, Later later);

    /** The challenge of a 401 (RFC 9110 §11.6.1), e.g. {@code Bearer realm="weir"}; {@code wrong}: one was sent. */
    String challenge(boolean wrong);
}
