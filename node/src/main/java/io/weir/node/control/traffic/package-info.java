/**
 * Who calls which version, told by all nodes to the one that is asked. Open {@link
 * io.weir.node.control.traffic.ClusterTraffic}.
 */
@NullMarked
package io.weir.node.control.traffic;

import org.jspecify.annotations.NullMarked;
