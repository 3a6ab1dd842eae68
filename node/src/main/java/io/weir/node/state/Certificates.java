package io.weir.node.state;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The certificates of the live document by name, as they are now: they change without a revision, when a file changes,
 * one is uploaded or renewed. Thread-safe, never blocks.
 */
public interface Certificates {
    /** There are none. */
    Certificates NONE = new Certificates() {
        @Override
        public @Nullable CertificateMaterial current(String name) {
            return null;
        }

        @Override
        public void onChange(Consumer<String> listener) {}

        @Override
        public @Nullable String httpChallenge(String token) {
            return null;
        }

        @Override
        public @Nullable CertificateMaterial tlsChallenge(String host) {
            return null;
        }
    };

    /** Null while there is none: not in the live document, or ordered and not yet issued. */
    @Nullable
    CertificateMaterial current(String name);

    /** {@code listener} is told, on any thread, the name of each certificate that has changed since. */
    void onChange(Consumer<String> listener);

    /** What {@code /.well-known/acme-challenge/TOKEN} answers while a challenge is open (RFC 8555 §8.3), else null. */
    @Nullable
    String httpChallenge(String token);

    /** What a handshake with ALPN {@code acme-tls/1} for {@code host} shows while one is open (RFC 8737), else null. */
    @Nullable
    CertificateMaterial tlsChallenge(String host);
}
