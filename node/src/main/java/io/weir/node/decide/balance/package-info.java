/**
 * Which endpoint takes a request. Pure: state, time and randomness come in. Open {@code Balancer} first.
 */
@NullMarked
package io.weir.node.decide.balance;

import org.jspecify.annotations.NullMarked;
