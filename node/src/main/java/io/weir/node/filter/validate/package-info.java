/**
 * Holds requests against what they should be: JSON within limits, a JSON Schema, an OpenAPI description. Sees {@code state}
 * and {@code decide}. Open {@link io.weir.node.filter.validate.ValidationFilters} first.
 */
@NullMarked
package io.weir.node.filter.validate;

import org.jspecify.annotations.NullMarked;
