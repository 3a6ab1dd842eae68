/**
 * What an endpoint's observations mean. Pure; nodes that have seen the same data decide the same. Open {@code Verdict} first.
 */
@NullMarked
package io.weir.node.decide.health;

import org.jspecify.annotations.NullMarked;
