/**
 * Whether a failed attempt may be tried again. Pure.
 */
@NullMarked
package io.weir.node.decide.retry;

import org.jspecify.annotations.NullMarked;
