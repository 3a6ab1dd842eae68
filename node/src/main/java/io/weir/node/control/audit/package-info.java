/** What was done over the admin API: on each node's disk, and on every node. Open {@code ClusterAudit} first. */
@NullMarked
package io.weir.node.control.audit;

import org.jspecify.annotations.NullMarked;
