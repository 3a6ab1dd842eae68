package io.weir.node.state;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says who holds a token that somebody else issued, and which role that gives. Thread-safe, never blocks. */
public interface AdminIssuer {
    /** Takes nobody's tokens. */
    AdminIssuer NONE = token -> CompletableFuture.completedFuture(Answer.NOBODY);

    /** What is known of a token. */
    sealed interface Answer {
        /** @param name goes into the history and the audit log */
        record Holder(String name, AdminRole role) implements Answer {}

        /** The token is good, its holder has no role. */
        record NoRole(String name) implements Answer {}

        record Nobody() implements Answer {}

        /** The issuer's keys are not there. */
        record Unknown() implements Answer {}

        Nobody NOBODY = new Nobody();
        Unknown UNKNOWN = new Unknown();
    }

    /** Never completes exceptionally. */
    CompletionStage<Answer> holder(String token);
}
