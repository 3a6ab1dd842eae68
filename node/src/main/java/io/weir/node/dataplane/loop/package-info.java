/**
 * One event loop as a world of its own: its timers, counters, scratch space. Open {@link Loop} first.
 */
@NullMarked
package io.weir.node.dataplane.loop;

import org.jspecify.annotations.NullMarked;
