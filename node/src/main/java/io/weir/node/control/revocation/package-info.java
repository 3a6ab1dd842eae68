/** What was revoked, on every node. Open {@code ClusterRevocations} first. */
@NullMarked
package io.weir.node.control.revocation;

import org.jspecify.annotations.NullMarked;
