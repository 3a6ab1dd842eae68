/**
 * The actors around {@code decide.limit}: partitions that own buckets, the desk that asks them.
 */
@NullMarked
package io.weir.node.control.limit;

import org.jspecify.annotations.NullMarked;
