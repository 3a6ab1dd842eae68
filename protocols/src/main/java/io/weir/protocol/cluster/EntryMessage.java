package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.apache.pekko.actor.typed.ActorRef;

/** Asks a node whether a shared entry has come to it and is in force there. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes(@JsonSubTypes.Type(value = EntryMessage.Await.class, name = "await"))
public sealed interface EntryMessage extends ClusterMessage {
    /**
     * Answered as soon as the node holds the entry; not at all when that does not come about within seconds.
     *
     * @param text what the entry is to be; empty: it is to be gone
     */
    record Await(String id, String text, ActorRef<Held> replyTo) implements EntryMessage {}

    /** @param node the name of the node that holds it */
    record Held(String node) implements ClusterMessage {}
}
