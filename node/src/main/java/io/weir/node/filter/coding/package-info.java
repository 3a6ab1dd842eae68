/**
 * Content codings: answers are compressed, requests and backends' answers decoded, in pieces and within bounds. Begin with
 * {@link io.weir.node.filter.coding.CompressFilter} and {@link io.weir.node.filter.coding.DecompressFilter}.
 */
@NullMarked
package io.weir.node.filter.coding;

import org.jspecify.annotations.NullMarked;
