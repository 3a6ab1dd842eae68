/** Memory outside of the heap for what is stored: slabs, blocks in them, bodies of several blocks. Open {@code Slabs} first. */
@NullMarked
package io.weir.node.filter.cache.memory;

import org.jspecify.annotations.NullMarked;
