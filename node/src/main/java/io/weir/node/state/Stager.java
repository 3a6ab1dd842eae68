package io.weir.node.state;

import io.weir.config.model.GatewayDocument;
import java.util.concurrent.CompletionStage;

/** Prepares a revision on this node without any effect on traffic: compiles it, binds new listeners. Thread-safe. */
public interface Stager {
    /**
     * Fails with a {@link StagingException} that says what cannot be done here.
     *
     * @param decided the cluster has this revision live, and refusing it would only keep this node out: what is merely no
     *     longer good, such as a certificate that has expired since, is no reason to
     */
    CompletionStage<Staged> stage(long revision, String documentHash, GatewayDocument document, boolean decided);

    /** A revision that can go live at once. Exactly one of the two is called. */
    interface Staged {
        /** Traffic uses it from now on. Does not fail. */
        void activate();

        /** Gives back what was bound. */
        void discard();
    }

    /** Why a revision cannot be staged on this node, e.g. a port in use. */
    final class StagingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        public StagingException(String message) {
            super(message);
        }
    }
}
