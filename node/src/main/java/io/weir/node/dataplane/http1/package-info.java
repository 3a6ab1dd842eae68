/** HTTP/1.1 with clients (RFC 9112): one exchange after the other on a connection. Open {@code ClientConnection} first. */
@NullMarked
package io.weir.node.dataplane.http1;

import org.jspecify.annotations.NullMarked;
