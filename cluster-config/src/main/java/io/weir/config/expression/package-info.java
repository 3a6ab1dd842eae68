/**
 * Expressions about a request (CEL): what they may speak of, and the bounds of what they may cost. Open {@link
 * io.weir.config.expression.Expression} first.
 */
@NullMarked
package io.weir.config.expression;

import org.jspecify.annotations.NullMarked;
