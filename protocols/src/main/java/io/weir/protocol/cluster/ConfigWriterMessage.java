package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;

/** To the one writer of the gateway document (design §3.4). {@code member} is a member's unique address. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConfigWriterMessage.Report.class, name = "report"),
    @JsonSubTypes.Type(value = ConfigWriterMessage.Staged.class, name = "staged"),
    @JsonSubTypes.Type(value = ConfigWriterMessage.NotStaged.class, name = "not-staged"),
    @JsonSubTypes.Type(value = ConfigWriterMessage.Committed.class, name = "committed"),
    @JsonSubTypes.Type(value = ConfigWriterMessage.NotCommitted.class, name = "not-committed"),
    @JsonSubTypes.Type(value = ConfigWriterMessage.Propose.class, name = "propose"),
    @JsonSubTypes.Type(value = ConfigWriterMessage.ListRevisions.class, name = "list")
})
public sealed interface ConfigWriterMessage extends ClusterMessage {
    /**
     * What a node has on disk; sent regularly and after each change.
     *
     * @param epoch the newest writer it has heard of; 0: none
     * @param candidate the number of the revision that is staged but undecided; 0: none
     * @param highest no number up to this one may be given to a new revision
     */
    record Report(
            String member,
            String node,
            long epoch,
            ConfigMark live,
            long candidate,
            long highest,
            ActorRef<ConfigAgentMessage> agent)
            implements ConfigWriterMessage {}

    record Staged(long epoch, long round, String member) implements ConfigWriterMessage {}

    /** @param refused the document cannot be staged there; else it could not be fetched or stored */
    record NotStaged(long epoch, long round, String member, String reason, boolean refused)
            implements ConfigWriterMessage {}

    /** Durable and in use on that node. */
    record Committed(long epoch, long round, String member) implements ConfigWriterMessage {}

    record NotCommitted(long epoch, long round, String member, String reason) implements ConfigWriterMessage {}

    /**
     * Proposes a document that {@code source} hands out.
     *
     * @param ifMatch the live revision it was made from; -1: whatever is live
     * @param initial it is the document that a node was started with
     * @param repeated not the first time: another writer may have heard it, and decided it
     */
    record Propose(
            String hash,
            long ifMatch,
            boolean dryRun,
            boolean initial,
            boolean repeated,
            String author,
            ActorRef<ConfigAgentMessage> source,
            ActorRef<Decided> replyTo)
            implements ConfigWriterMessage {
        public Propose again() {
            return new Propose(hash, ifMatch, dryRun, initial, true, author, source, replyTo);
        }
    }

    record ListRevisions(ActorRef<Revisions> replyTo) implements ConfigWriterMessage {}

    /** Live revisions by node name. */
    record Revisions(Map<String, Long> byNode) implements ClusterMessage {}

    /**
     * What became of a proposal.
     *
     * @param base the revision before; equal to {@code revision} when nothing changed
     * @param node who refused; may be empty
     */
    record Decided(Verdict verdict, long revision, long base, String node, String reason) implements ClusterMessage {}

    /** As the outcomes of the node's configuration desk. */
    enum Verdict {
        ACCEPTED,
        STALE,
        REFUSED,
        UNAVAILABLE
    }
}
