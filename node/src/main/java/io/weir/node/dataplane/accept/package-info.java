/**
 * Listeners and event loops. Netty lives in {@code dataplane} and nowhere else.
 */
@NullMarked
package io.weir.node.dataplane.accept;

import org.jspecify.annotations.NullMarked;
