/**
 * The certificates of this node: read from where the document says, watched, given out by name. Sees {@code state} and
 * {@code decide}. Open {@link io.weir.node.control.certificates.NodeCertificates} first.
 */
@NullMarked
package io.weir.node.control.certificates;

import org.jspecify.annotations.NullMarked;
