package io.weir.protocol.cluster;

/** Sharding's envelope to a partition of limits. */
public record LimitEnvelope(int partition, LimitMessage message) implements ClusterMessage {}
