/**
 * Whether signed requests came before, to whichever node: every node remembers, and a majority decides. Open {@link
 * io.weir.node.control.replay.ReplayDesk} first; what is decided is in {@code decide.signature}.
 */
@NullMarked
package io.weir.node.control.replay;

import org.jspecify.annotations.NullMarked;
