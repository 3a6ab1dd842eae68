/**
 * The lease protocol (design §3.1) under a simulated scheduler: books of {@code decide.limit} on nodes whose clocks
 * drift, which crash, pause and lose each other, with the promise checked at every admission. A schedule follows from
 * its seed alone. Open {@code World} first, then {@code LeaseSimulationTest}.
 */
@NullMarked
package io.weir.node.decide.limit.sim;

import org.jspecify.annotations.NullMarked;
