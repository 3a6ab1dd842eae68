/**
 * What nodes say to each other: sealed records, sent as CBOR by Jackson. Open {@link ClusterMessage} first.
 */
@NullMarked
package io.weir.protocol.cluster;

import org.jspecify.annotations.NullMarked;
