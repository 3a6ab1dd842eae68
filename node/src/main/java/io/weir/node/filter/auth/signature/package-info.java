/**
 * The keys that signed requests are verified with. Sees {@code state} and {@code decide}. Open {@link
 * io.weir.node.filter.auth.signature.VerificationKey} first; what is signed is decided in {@code decide.signature}.
 */
@NullMarked
package io.weir.node.filter.auth.signature;

import org.jspecify.annotations.NullMarked;
