/**
 * Metrics, the access log and the form of logs. The only package that sees Kamon. Open {@link
 * io.weir.node.telemetry.Telemetry} first: loops count ({@link io.weir.node.telemetry.LoopTallies}), a reading sums up.
 */
@NullMarked
package io.weir.node.telemetry;

import org.jspecify.annotations.NullMarked;
