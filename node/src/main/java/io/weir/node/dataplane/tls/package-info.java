/**
 * TLS: which library speaks it, contexts for listeners and for endpoints, why handshakes fail. Contexts are made where
 * blocking is allowed and swapped whole; a connection keeps the one it began with. Open {@code TlsFront} for listeners,
 * {@code BackendTlsCompiler} for endpoints.
 */
@NullMarked
package io.weir.node.dataplane.tls;

import org.jspecify.annotations.NullMarked;
