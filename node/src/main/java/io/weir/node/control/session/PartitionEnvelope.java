package io.weir.node.control.session;

import io.weir.protocol.cluster.ClusterMessage;
import io.weir.protocol.cluster.SessionMessage;

/** A message on its way to the owner of a partition. */
record PartitionEnvelope(int partition, SessionMessage message) implements ClusterMessage {}
