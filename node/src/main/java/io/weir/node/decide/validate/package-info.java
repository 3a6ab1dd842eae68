/** Decisions about bodies of requests. Open {@link io.weir.node.decide.validate.Utf8} first. */
@NullMarked
package io.weir.node.decide.validate;

import org.jspecify.annotations.NullMarked;
