/**
 * The actors around {@code decide.limit}: partitions that own buckets, the desk of each node that asks them and pings
 * for them. They only move messages. Open {@code ClusterLimits} first.
 */
@NullMarked
package io.weir.node.control.limit;

import org.jspecify.annotations.NullMarked;
