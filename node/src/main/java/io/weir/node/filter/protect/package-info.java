/**
 * The filters that protect: they turn requests away, or bound them, whoever they are from. Sees {@code state} and {@code
 * decide}. Open {@link io.weir.node.filter.protect.ProtectionFilters} first.
 */
@NullMarked
package io.weir.node.filter.protect;

import org.jspecify.annotations.NullMarked;
