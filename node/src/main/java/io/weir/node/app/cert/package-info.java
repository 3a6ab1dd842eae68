/**
 * {@code weir cert}: certificates for trying things out on one machine, from a certificate authority of one's own. Knows
 * nothing of a running node. Open {@code CertLocalCommand} first.
 */
@NullMarked
package io.weir.node.app.cert;

import org.jspecify.annotations.NullMarked;
