/**
 * Decides whether a request is signed as a policy wants it: structured fields (RFC 9651), HTTP message signatures (RFC
 * 9421), digests of bodies (RFC 9530), and the older way of draft-cavage. Pure; keys are elsewhere. Open {@link
 * io.weir.node.decide.signature.SignatureInput} first.
 */
@NullMarked
package io.weir.node.decide.signature;

import org.jspecify.annotations.NullMarked;
