/**
 * One request and its answer as a state machine. Open {@code Exchange} first.
 */
@NullMarked
package io.weir.node.dataplane.exchange;

import org.jspecify.annotations.NullMarked;
