package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** To the session desk that each node runs. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SessionDeskMessage.Recall.class, name = "recall"),
    @JsonSubTypes.Type(value = SessionDeskMessage.Remember.class, name = "remember"),
    @JsonSubTypes.Type(value = SessionDeskMessage.ListOwned.class, name = "list")
})
public sealed interface SessionDeskMessage extends ClusterMessage {
    /** A new owner asks what the node has cached of the partition. */
    record Recall(int partition, ActorRef<SessionMessage> owner) implements SessionDeskMessage {}

    /**
     * This assignment holds.
     *
     * @param owner to be told {@link SessionMessage.Remembered} with {@code number}
     */
    record Remember(SessionMessage.Session session, long number, ActorRef<SessionMessage> owner)
            implements SessionDeskMessage {}

    /** Asks for the assignments that partitions on this node own, at most {@code most} of them. */
    record ListOwned(String upstream, int most, ActorRef<Owned> replyTo) implements SessionDeskMessage {}

    record Owned(long count, List<SessionMessage.Session> sessions) implements ClusterMessage {}
}
