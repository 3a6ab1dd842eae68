/**
 * TLS: which library speaks it, contexts for endpoints, why handshakes fail. Open {@link
 * io.weir.node.dataplane.tls.TlsLibrary} first.
 */
@NullMarked
package io.weir.node.dataplane.tls;

import org.jspecify.annotations.NullMarked;
