/**
 * {@code weir demo}: a whole cluster on one machine, each node and each backend a process of its own. Talks to nodes as a
 * stranger would, through their ports. Open {@code DemoCommand} first.
 */
@NullMarked
package io.weir.node.app.demo;

import org.jspecify.annotations.NullMarked;
