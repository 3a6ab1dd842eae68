/** What is purged from the caches of all nodes. Open {@code ClusterPurges} first. */
@NullMarked
package io.weir.node.control.cache;

import org.jspecify.annotations.NullMarked;
