/**
 * Certificates that are ordered from ACME servers (RFC 8555): one node at a time does it, for all. Sees {@code state},
 * {@code decide}, what keeps certificates and secrets, and acme4j, which nothing else sees. Open {@link
 * io.weir.node.control.acme.AcmeOrders} first.
 */
@NullMarked
package io.weir.node.control.acme;

import org.jspecify.annotations.NullMarked;
