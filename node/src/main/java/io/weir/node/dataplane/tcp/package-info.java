/**
 * Connections that are passed on as bytes, whatever they mean. Open {@link TcpConnection} first.
 */
@NullMarked
package io.weir.node.dataplane.tcp;

import org.jspecify.annotations.NullMarked;
