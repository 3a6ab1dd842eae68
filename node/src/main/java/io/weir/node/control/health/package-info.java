/**
 * Who probes what, and how observations become the same verdict on every node.
 */
@NullMarked
package io.weir.node.control.health;

import org.jspecify.annotations.NullMarked;
