/**
 * Bodies change on their way: their format, and what they say. Sees the port of filters and the formats. Open {@link
 * io.weir.node.filter.transform.TransformFilter} first.
 */
@org.jspecify.annotations.NullMarked
package io.weir.node.filter.transform;
