package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;

/** Asks a node who has called the versions of apis there. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes(@JsonSubTypes.Type(value = TrafficMessage.Ask.class, name = "ask"))
public sealed interface TrafficMessage extends ClusterMessage {
    record Ask(ActorRef<Told> replyTo) implements TrafficMessage {}

    /**
     * @param sinceMillis since when it has counted, milliseconds since 1970
     * @param callers a bounded number of them
     */
    record Told(long sinceMillis, List<Caller> callers) implements ClusterMessage {}

    /**
     * Who called a version.
     *
     * @param version {@code api/version}
     * @param kind {@code consumer}, {@code network} or {@code other}
     * @param hour requests of the last hour
     * @param day of the last 24 hours
     * @param total since the node began to count
     * @param seenMillis when there was one last, milliseconds since 1970
     */
    record Caller(String version, String kind, String name, long hour, long day, long total, long seenMillis) {}
}
