/**
 * Whether a failed attempt may be tried again, and how many may be at once. Pure. Open {@code Retries} first.
 */
@NullMarked
package io.weir.node.decide.retry;

import org.jspecify.annotations.NullMarked;
