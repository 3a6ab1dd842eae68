/**
 * Node settings and profiles (HOCON): read once at start.
 */
@NullMarked
package io.weir.config.formation;

import org.jspecify.annotations.NullMarked;
