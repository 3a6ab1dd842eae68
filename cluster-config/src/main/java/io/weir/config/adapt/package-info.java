/**
 * Messages of one version made into those of another: rules compiled, pure. Open {@link
 * io.weir.config.adapt.AdaptationChain} first.
 */
@NullMarked
package io.weir.config.adapt;

import org.jspecify.annotations.NullMarked;
