package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** To the owner of a partition of limits (design §3.1). Times called {@code …Sent} only come back to their sender. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = LimitMessage.Asks.class, name = "asks"),
    @JsonSubTypes.Type(value = LimitMessage.Inspect.class, name = "inspect"),
    @JsonSubTypes.Type(value = LimitMessage.Rouse.class, name = "rouse")
})
public sealed interface LimitMessage extends ClusterMessage {
    /**
     * What one node has to say to the partition now. {@code terms} of an item is an index into the list.
     *
     * @param node the member's unique address
     * @param desk where grants go
     */
    record Asks(
            String node, ActorRef<LimitDeskMessage> desk, List<LimitTerms> terms, List<Ask> asks, List<Back> returns)
            implements LimitMessage {}

    /** @param lease the one that the node holds, {@code left} of it at most; 0 for none */
    record Ask(int terms, byte[] key, long wanted, long lease, long left, long askSent) {}

    /** A lease is over, {@code tokens} of it unused. */
    record Back(int terms, byte[] key, long lease, long tokens) {}

    /** Asks for the state of one bucket, for people. */
    record Inspect(LimitTerms terms, byte[] key, ActorRef<Bucket> replyTo) implements LimitMessage {}

    /** The partition should have an owner, and some node misses it. */
    record Rouse() implements LimitMessage {}

    /** @param owner the owner's unique address */
    record Bucket(double tokens, long leased, String owner, List<BucketLease> leases) implements ClusterMessage {}

    /** @param node the member's unique address */
    record BucketLease(String node, long tokens, long endsInMillis) {}
}
