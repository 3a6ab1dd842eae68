package io.weir.node.filter.auth;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without allocating: one digest for each thread. */
final class Sha256 {
    private static final ThreadLocal<Sha256> OF_THREAD = ThreadLocal.withInitial(Sha256::new);

    private final MessageDigest digest;
    private final byte[] hash = new byte[32];

    private Sha256() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Of {@code buffer[start, end)}; the array is used again by the thread's next call. */
    static byte[] of(byte[] buffer, int start, int end) {
        Sha256 own = OF_THREAD.get();
        own.digest.update(buffer, start, end - start);
        try {
            own.digest.digest(own.hash, 0, own.hash.length);
        } catch (DigestException impossible) {
            throw new IllegalStateException(impossible);
        }
        return own.hash;
    }
}
