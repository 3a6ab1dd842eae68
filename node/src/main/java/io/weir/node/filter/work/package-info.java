/** How filters let the workers do what is too slow for a loop. Sees nothing. Open {@link io.weir.node.filter.work.BoundedWork}. */
@NullMarked
package io.weir.node.filter.work;

import org.jspecify.annotations.NullMarked;
