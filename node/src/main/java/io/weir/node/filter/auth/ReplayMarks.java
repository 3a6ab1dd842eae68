package io.weir.node.filter.auth;

import io.weir.node.state.Replays.Mark;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Makes the marks of signed requests that may come once. */
final class ReplayMarks {
    private ReplayMarks() {}

    /** By a nonce, which the holder of a key must not use again. */
    static Mark of(String keyId, String nonce, long created, long leeway, long until) {
        return of('n', keyId, nonce.getBytes(StandardCharsets.ISO_8859_1), created, leeway, until);
    }

    /** By everything that is signed. */
    static Mark of(String keyId, byte[] base, long created, long leeway, long until) {
        return of('b', keyId, base, created, leeway, until);
    }

    private static Mark of(char kind, String keyId, byte[] what, long created, long leeway, long until) {
        byte[] key = keyId.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(3 + key.length + what.length);
        all.put((byte) kind).putShort((short) key.length).put(key).put(what);
        ByteBuffer hash = ByteBuffer.wrap(Sha256.of(all.array(), 0, all.position()));
        return new Mark(hash.getLong(), hash.getLong(), created, leeway, until);
    }
}
