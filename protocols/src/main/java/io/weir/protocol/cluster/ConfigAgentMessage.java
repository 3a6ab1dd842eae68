package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * To the agent that keeps the gateway document on one node (design §3.4). An epoch belongs to one incarnation of the
 * writer and rises with each; an agent ignores every epoch that is older than one it has reported to.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConfigAgentMessage.Lead.class, name = "lead"),
    @JsonSubTypes.Type(value = ConfigAgentMessage.Prepare.class, name = "prepare"),
    @JsonSubTypes.Type(value = ConfigAgentMessage.Commit.class, name = "commit"),
    @JsonSubTypes.Type(value = ConfigAgentMessage.Abort.class, name = "abort"),
    @JsonSubTypes.Type(value = ConfigAgentMessage.CatchUp.class, name = "catch-up"),
    @JsonSubTypes.Type(value = ConfigAgentMessage.Current.class, name = "current"),
    @JsonSubTypes.Type(value = ConfigAgentMessage.Fetch.class, name = "fetch")
})
public sealed interface ConfigAgentMessage extends ClusterMessage {
    /** From the writer, and valid as long as no newer one has been heard of. */
    sealed interface OfWriter extends ConfigAgentMessage {
        long epoch();
    }

    /** A new writer asks for the agent's report. */
    record Lead(long epoch) implements OfWriter {}

    /** First phase: fetch the document from {@code source}, stage it, keep it on disk as a candidate. */
    record Prepare(
            long epoch,
            long round,
            ConfigMark mark,
            ActorRef<ConfigAgentMessage> source,
            ActorRef<ConfigWriterMessage> replyTo)
            implements OfWriter {}

    /** Second phase: the candidate of the round is live. */
    record Commit(long epoch, long round, ActorRef<ConfigWriterMessage> replyTo) implements OfWriter {}

    /**
     * Forget whatever candidate there is.
     *
     * @param burn its number may have been live on a member that is gone, so it is never given again
     */
    record Abort(long epoch, boolean burn) implements OfWriter {}

    /** The cluster has {@code mark} live: fetch it from {@code source}, stage and activate it. */
    record CatchUp(long epoch, ConfigMark mark, ActorRef<ConfigAgentMessage> source) implements OfWriter {}

    /**
     * What the agent has on disk is what the cluster has live.
     *
     * @param highest no number up to this one is given to a new revision; whoever writes next must know
     */
    record Current(long epoch, long revision, long highest) implements OfWriter {}

    /** Asks for one part of a document, counted from 0. */
    record Fetch(String hash, int index, ActorRef<Chunk> replyTo) implements ConfigAgentMessage {}

    /** @param count how many parts the document has; 0: it is not here */
    record Chunk(String hash, int index, int count, byte[] bytes) implements ClusterMessage {}
}
