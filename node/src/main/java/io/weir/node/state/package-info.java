/**
 * What the two planes share: the compiled snapshot and the ports. Sees {@code decide} only. Open {@link Snapshot} first.
 */
@NullMarked
package io.weir.node.state;

import org.jspecify.annotations.NullMarked;
