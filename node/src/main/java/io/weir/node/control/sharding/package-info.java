/**
 * What limits and sessions share about being spread over the nodes. Open {@link PartitionExtractor} first.
 */
@NullMarked
package io.weir.node.control.sharding;

import org.jspecify.annotations.NullMarked;
