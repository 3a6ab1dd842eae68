/**
 * The actor system: forming, joining and leaving the cluster. Sees {@code state} and the node's settings. Open
 * {@link Membership} first.
 */
@NullMarked
package io.weir.node.control.membership;

import org.jspecify.annotations.NullMarked;
