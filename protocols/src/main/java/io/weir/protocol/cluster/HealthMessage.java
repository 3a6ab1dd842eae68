package io.weir.protocol.cluster;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/** What one node tells the others about endpoints (design §3.3). Keys are {@code upstream/host:port}. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = HealthMessage.NodeHealth.class, name = "health"),
    @JsonSubTypes.Type(value = HealthMessage.NodeLoad.class, name = "load")
})
public sealed interface HealthMessage extends ClusterMessage {
    /**
     * Everything a node has observed, whole: the newest {@code version} of a node wins.
     *
     * @param node the member's unique address
     */
    record NodeHealth(String node, long version, Map<String, Report> endpoints) implements HealthMessage {}

    /**
     * What one node observed of one endpoint.
     *
     * @param reason why it is down, for people; empty when it is not
     * @param ejected traffic of this node failed so often in a row that the endpoint is ejected for a while
     */
    record Report(Probed probed, String reason, boolean ejected) {
        public static final Report NONE = new Report(Probed.UNKNOWN, "", false);
    }

    /** What probing says, after counting rise and fall. */
    enum Probed {
        UNKNOWN,
        UP,
        DOWN
    }

    /**
     * Sent several times a second.
     *
     * @param name the node's name
     * @param viewHash hash of the verdicts this node has come to; equal hashes mean agreement
     * @param inFlight exchanges under way, by endpoint; those with none are left out
     */
    record NodeLoad(String node, String name, String viewHash, Map<String, Integer> inFlight)
            implements HealthMessage {}
}
