/**
 * The actor system: forming, joining and leaving the cluster.
 */
@NullMarked
package io.weir.node.control.membership;

import org.jspecify.annotations.NullMarked;
