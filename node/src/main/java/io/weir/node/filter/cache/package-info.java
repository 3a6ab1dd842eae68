/** The cache: what is stored on this node, and the filter that answers from it. Open {@code CacheFilter} first. */
@NullMarked
package io.weir.node.filter.cache;

import org.jspecify.annotations.NullMarked;
