package io.weir.node.state;

import java.nio.ByteBuffer;

/**
 * An answer that a filter has in store: sent as if a backend had just given it, with the edits of the route.
 *
 * @param head from the status line to the empty line; with {@code Content-Length} where there may be a body; shared
 * @param body held for the answer; whoever sends it, or does not, lets it go
 * @param start the first byte of the body that is sent
 * @param length how many are; 0: none (HEAD, 304)
 */
public record ServedAnswer(byte[] head, StoredBody body, long start, long length) {
    /** {@code hasBody}: else it is left out. */
    public ServedAnswer(byte[] head, ByteBuffer body, boolean hasBody) {
        this(head, StoredBody.of(body), 0, hasBody ? body.remaining() : 0);
    }

    /** Without a body. */
    public ServedAnswer(byte[] head) {
        this(head, StoredBody.NONE, 0, 0);
    }
}
