/**
 * Text to model: YAML or JSON with positions, every mistake at once. Sees the model only.
 */
@NullMarked
package io.weir.config.parse;

import org.jspecify.annotations.NullMarked;
