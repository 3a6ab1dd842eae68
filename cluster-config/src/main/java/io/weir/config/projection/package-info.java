/**
 * What is made of a body by an expression in JSONata, within bounds. Sees the library and nothing of the document. Open {@link
 * io.weir.config.projection.Projection} first.
 */
@NullMarked
package io.weir.config.projection;

import org.jspecify.annotations.NullMarked;
