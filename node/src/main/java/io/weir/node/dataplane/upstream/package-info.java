/**
 * Connections to endpoints: pools per loop, probes.
 */
@NullMarked
package io.weir.node.dataplane.upstream;

import org.jspecify.annotations.NullMarked;
