/**
 * The revisioned document: one writer, every node stages, then activates; durable.
 */
@NullMarked
package io.weir.node.control.config;

import org.jspecify.annotations.NullMarked;
