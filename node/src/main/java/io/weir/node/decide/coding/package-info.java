/**
 * Which content coding an answer goes out in, and which answers can be compressed. Pure. Begin with {@link
 * io.weir.node.decide.coding.AcceptEncoding}.
 */
@NullMarked
package io.weir.node.decide.coding;

import org.jspecify.annotations.NullMarked;
