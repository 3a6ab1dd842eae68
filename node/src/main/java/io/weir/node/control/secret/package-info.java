/**
 * What this node keeps to itself: where secrets are read from, and how they are sealed. Sees {@code state}. Open {@link
 * io.weir.node.control.secret.LocalSecrets} first.
 */
@NullMarked
package io.weir.node.control.secret;

import org.jspecify.annotations.NullMarked;
