package io.weir.node.admin;

import io.weir.config.model.RequestKey;
import io.weir.config.model.Sticky;
import io.weir.config.model.Upstream;
import io.weir.protocol.admin.SessionsView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Learned sessions as they are told. What a client sends in a field or a query to be known by is often all that it takes to
 * be that client: such keys are told by the beginning of their SHA-256.
 */
final class ShownSessions {
    private static final int DIGEST_BYTES = 8;

    private ShownSessions() {}

    static SessionsView of(Upstream upstream, SessionsView whole) {
        boolean plain = upstream.sticky().orElse(null) instanceof Sticky.Learned learned
                && isPlain(learned.key().kind());
        return plain
                ? whole
                : new SessionsView(
                        whole.upstream(),
                        whole.count(),
                        whole.sessions().stream()
                                .map(session -> new SessionsView.Session(digest(session.key()), session.endpoint()))
                                .toList());
    }

    private static boolean isPlain(RequestKey.Kind kind) {
        return kind != RequestKey.Kind.HEADER && kind != RequestKey.Kind.QUERY;
    }

    private static String digest(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.ISO_8859_1));
            return "sha256:" + HexFormat.of().formatHex(hash, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
