/**
 * Whether a request may pass, whoever it is from: by its address, its origin, its shape. Pure.
 */
@NullMarked
package io.weir.node.decide.protect;

import org.jspecify.annotations.NullMarked;
