/** What a shared cache may store and answer with (RFC 9111, 5861, 9211, 9213), as plain functions. Open {@code Reuse} first. */
@NullMarked
package io.weir.node.decide.cache;

import org.jspecify.annotations.NullMarked;
