/**
 * Which certificate a client is shown, and which hosts it may then ask for. Pure. Open {@code CertificateTable} first.
 */
@NullMarked
package io.weir.node.decide.tls;

import org.jspecify.annotations.NullMarked;
