/**
 * Metrics and the access log. The only package that sees Kamon.
 */
@NullMarked
package io.weir.node.telemetry;

import org.jspecify.annotations.NullMarked;
