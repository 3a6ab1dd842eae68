/**
 * Wiring, settings, command line, main. Sees everything; nothing sees it.
 */
@NullMarked
package io.weir.node.app;

import org.jspecify.annotations.NullMarked;
