package io.weir.node.state;

import java.nio.ByteBuffer;

/**
 * An answer that a filter has in store: sent as if a backend had just given it, with the edits of the route.
 *
 * @param head from the status line to the empty line; with {@code Content-Length} where there may be a body; shared
 * @param body without framing; shared, neither its bytes nor its position change
 * @param hasBody false: the body is left out (HEAD, 304)
 */
public record ServedAnswer(byte[] head, ByteBuffer body, boolean hasBody) {}
