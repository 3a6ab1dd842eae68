/**
 * Asks other servers over HTTP for the filters: identity providers, deciders. Sees {@code state} only. Open {@link
 * io.weir.node.outbound.OutboundCalls} first.
 */
@NullMarked
package io.weir.node.outbound;

import org.jspecify.annotations.NullMarked;
