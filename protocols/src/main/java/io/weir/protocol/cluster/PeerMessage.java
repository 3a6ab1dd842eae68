package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Between the nodes' caches; what is stored goes another way. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = PeerMessage.Where.class, name = "where"),
    @JsonSubTypes.Type(value = PeerMessage.Changed.class, name = "changed")
})
public sealed interface PeerMessage extends ClusterMessage {
    /** Where the node's cache can be asked; not answered while it cannot. */
    record Where(ActorRef<There> replyTo) implements PeerMessage {}

    /**
     * Requests with unsafe methods have done well: what is stored of these is outdated (RFC 9111 §4.4).
     *
     * @param urls host, path and query, without scheme
     */
    record Changed(List<String> urls) implements PeerMessage {
        public Changed {
            urls = List.copyOf(urls);
        }
    }

    /**
     * @param port at the member's address
     * @param token what is to be shown there
     */
    record There(int port, String token) implements ClusterMessage {
        /** Does not show the token. */
        @Override
        public String toString() {
            return "There[port=" + port + "]";
        }
    }
}
