/**
 * Which endpoint takes a request. Pure: weights, loads and randomness come in, an index comes out; a weight of 0 means
 * that the candidate is out. One class for each policy; open {@code SmoothRoundRobin} first.
 */
@NullMarked
package io.weir.node.decide.balance;

import org.jspecify.annotations.NullMarked;
