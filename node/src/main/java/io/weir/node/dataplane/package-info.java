/**
 * The data plane: all that carries traffic, on Netty's channels. Open {@link DataPlane} first.
 */
@NullMarked
package io.weir.node.dataplane;

import org.jspecify.annotations.NullMarked;
