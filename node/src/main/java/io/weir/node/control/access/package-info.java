/** Who may use the admin API: its tokens, on every node. Open {@code ClusterTokens} first. */
@NullMarked
package io.weir.node.control.access;

import org.jspecify.annotations.NullMarked;
