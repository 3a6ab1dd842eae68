/**
 * HTTP/2 with clients: one connection, many streams, an exchange on each. Netty reads frames, HPACK and the states of
 * streams; what is sent goes out by {@link io.weir.node.dataplane.http2.OutFlow}. Open {@link Http2ClientConnection} first,
 * then {@link ServedStream}.
 */
@NullMarked
package io.weir.node.dataplane.http2;

import org.jspecify.annotations.NullMarked;
