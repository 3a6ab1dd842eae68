/**
 * Which route a request takes. Pure: no IO, clock, random or logger. Open {@code RouteTable} first.
 */
@NullMarked
package io.weir.node.decide.route;

import org.jspecify.annotations.NullMarked;
