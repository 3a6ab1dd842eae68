package io.weir.protocol.cluster;

/** Marks the types that may cross from node to node; only these are bound to the CBOR serializer. */
public interface ClusterMessage {}
