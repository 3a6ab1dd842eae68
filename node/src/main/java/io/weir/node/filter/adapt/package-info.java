/**
 * Versions that are adaptations of others: their requests made into those of the version that backends speak, the answers
 * back. The rules are {@code io.weir.config.adapt}'s. Open {@link io.weir.node.filter.adapt.AdaptFilter} first.
 */
@NullMarked
package io.weir.node.filter.adapt;

import org.jspecify.annotations.NullMarked;
