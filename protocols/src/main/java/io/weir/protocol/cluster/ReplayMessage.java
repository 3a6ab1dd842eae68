package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.pekko.actor.typed.ActorRef;

/** Between the nodes' desks for signed requests that may come once. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ReplayMessage.Show.class, name = "show"),
    @JsonSubTypes.Type(value = ReplayMessage.Voted.class, name = "voted")
})
public sealed interface ReplayMessage extends ClusterMessage {
    /**
     * A request was made; answered with {@link Voted}.
     *
     * @param high with {@code low} what stands for it
     * @param created when it was made, by a clock that may be {@code latest} ahead; Unix seconds
     * @param until until when it is to be remembered; Unix seconds
     * @param ballot a number of the asker's own
     */
    record Show(
            long high, long low, long created, long latest, long until, long ballot, ActorRef<ReplayMessage> replyTo)
            implements ReplayMessage {}

    /** @param vote the node has never seen it, has seen it, cannot know, or cannot remember more */
    record Voted(long ballot, Vote vote) implements ReplayMessage {}

    /** What a node says. */
    enum Vote {
        FIRST,
        AGAIN,
        ABSTAINS,
        FULL
    }
}
