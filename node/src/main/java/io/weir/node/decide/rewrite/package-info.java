/**
 * How values land in heads: escaped for a path, a query or a field, so that none is ever anything else but the value that it
 * is. Pure; texts are bytes, a character each (ISO-8859-1). Open {@link io.weir.node.decide.rewrite.Escapes} first.
 */
@NullMarked
package io.weir.node.decide.rewrite;

import org.jspecify.annotations.NullMarked;
