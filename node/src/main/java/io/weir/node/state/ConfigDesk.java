package io.weir.node.state;

import io.weir.config.model.GatewayDocument;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** The cluster's one document: how a change is proposed and what is live. Thread-safe, never blocks. */
public interface ConfigDesk {
    /**
     * Proposes a new document to the cluster. Completes when every member has it live, or none has.
     *
     * @param ifMatch the revision the change was made from; empty: whatever is live
     * @param dryRun stage everywhere, then discard
     * @param author who, for the history
     */
    CompletionStage<Outcome> put(GatewayDocument document, OptionalLong ifMatch, boolean dryRun, String author);

    /** What this node has live. */
    Live live();

    /** The revision that each reachable member has live, by node name. */
    CompletionStage<Map<String, Long>> revisions();

    /** Whether this node has caught up with the cluster and may take traffic. */
    boolean ready();

    /** @param revision 0: no document yet */
    record Live(long revision, String hash, GatewayDocument document) {}

    /** What became of a proposal. */
    sealed interface Outcome {
        /** @param changes one line each, e.g. {@code "route canary: changed"} */
        record Accepted(long revision, String hash, List<String> changes) implements Outcome {}

        /** If-Match named a revision that is no longer live. */
        record Stale(long liveRevision) implements Outcome {}

        /** A member cannot stage it. */
        record Refused(String node, String reason) implements Outcome {}

        /**
         * A member cannot be reached, and nothing was changed; or the writer was lost with the proposal, and only the
         * live revision tells.
         */
        record Unavailable(String reason) implements Outcome {}
    }
}
