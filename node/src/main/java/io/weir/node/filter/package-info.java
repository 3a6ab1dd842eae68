/**
 * The filters a route is made of, and the compiler from document to snapshot. Sees {@code state} and {@code decide}.
 */
@NullMarked
package io.weir.node.filter;

import org.jspecify.annotations.NullMarked;
