package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** To the limit desk that each node runs. Nodes are named by their unique addresses. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LimitDeskMessage.Grants.class, name = "grants"),
    @JsonSubTypes.Type(value = LimitDeskMessage.Pings.class, name = "pings"),
    @JsonSubTypes.Type(value = LimitDeskMessage.Pongs.class, name = "pongs")
})
public sealed interface LimitDeskMessage extends ClusterMessage {
    /** An owner's answers to one {@link LimitMessage.Asks}. */
    record Grants(long incarnation, List<LimitTerms> terms, List<Grant> grants) implements LimitDeskMessage {}

    /**
     * @param lease 0 when nothing was granted
     * @param lifeNanos from {@code askSent}
     * @param pauseNanos nothing more is to be had for so long; 0 when asking again makes sense
     */
    record Grant(int terms, byte[] key, long lease, long tokens, long lifeNanos, long pauseNanos, long askSent) {}

    /**
     * The pings of all partitions that one node owns, and a sign of life if it owns none.
     *
     * @param fenced the sender has lost the majority and only looks for members
     * @param echo the receiver's time from its last pong, {@link Long#MIN_VALUE} if there was none
     * @param lagNanos by how much a majority was in touch earlier than that pong came
     * @param members all that may have a share
     * @param partitions what the sender owns, with {@code incarnations} in the same order
     * @param reporting partitions whose owner is new and wants to know what the receiver holds
     */
    record Pings(
            String node,
            ActorRef<LimitDeskMessage> desk,
            boolean fenced,
            long pingSent,
            long echo,
            long lagNanos,
            List<String> members,
            int[] partitions,
            long[] incarnations,
            int[] reporting)
            implements LimitDeskMessage {}

    /**
     * Answers {@link Pings}: all shares of those partitions have been dropped, but for the refused.
     *
     * @param member the receiver is a member, as far as the sender knows
     * @param retired the sender is leaving and will never wake a share again
     * @param refused partitions of which the sender knows a newer incarnation
     */
    record Pongs(
            String node,
            boolean fenced,
            boolean member,
            boolean retired,
            long pingSent,
            long pongSent,
            int[] refused,
            List<LimitTerms> terms,
            List<Report> reports)
            implements LimitDeskMessage {}

    /** @param awake the share may have been used since the ping before */
    record Report(int partition, long incarnation, boolean awake, List<Held> held) {}

    /** A live lease. */
    record Held(int terms, byte[] key, long lease, long left, long lifeNanos) {}
}
