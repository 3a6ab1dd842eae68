/**
 * Small values that all nodes have, in distributed data. Sees Pekko only. Open {@link
 * io.weir.node.control.replication.ReplicatedValue} first.
 */
@NullMarked
package io.weir.node.control.replication;

import org.jspecify.annotations.NullMarked;
