package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** To the owner of a session partition (design §3.2). */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = SessionMessage.Assign.class, name = "assign"),
    @JsonSubTypes.Type(value = SessionMessage.Refresh.class, name = "refresh"),
    @JsonSubTypes.Type(value = SessionMessage.Recalled.class, name = "recalled"),
    @JsonSubTypes.Type(value = SessionMessage.Remembered.class, name = "remembered")
})
public sealed interface SessionMessage extends ClusterMessage {
    /**
     * A compare-and-set.
     *
     * @param lost the endpoint that the proposer found unusable, or null
     */
    record Assign(
            String upstream,
            String key,
            String proposed,
            @Nullable String lost,
            long idleMillis,
            ActorRef<Assigned> replyTo)
            implements SessionMessage {}

    /** The endpoint that holds. */
    record Assigned(String endpoint) implements ClusterMessage {}

    /** Assignments a node has used lately. {@code desk} hears of those that hold no more. */
    record Refresh(List<Session> sessions, ActorRef<SessionDeskMessage> desk) implements SessionMessage {}

    /** A part of what a node has cached of the partition; {@code last} ends it. */
    record Recalled(List<Session> sessions, boolean last, ActorRef<SessionDeskMessage> desk)
            implements SessionMessage {}

    /** A node knows the assignment now that it was told under this number. */
    record Remembered(long number) implements SessionMessage {}

    record Session(String upstream, String key, String endpoint, long idleMillis) {}
}
