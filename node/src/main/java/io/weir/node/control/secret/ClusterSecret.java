package io.weir.node.control.secret;

import io.weir.node.state.Sealing;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.generators.HKDFBytesGenerator;
import org.bouncycastle.crypto.params.HKDFParameters;
import org.jspecify.annotations.Nullable;

/**
 * The secret that the nodes of a cluster share, and what it seals: AES-256-GCM with a key of its own for each purpose
 * (HKDF-SHA-256, RFC 5869). What is sealed reads {@code version, key id, nonce, ciphertext and tag}; version, key id, purpose
 * and name are authenticated with it. With two secrets the first seals and both open.
 *
 * <p>Nonces are random (96 bits). That is safe for 2^32 seals of one purpose (NIST SP 800-38D §8.3), far more than
 * certificates or ticket keys ever come to.
 */
public final class ClusterSecret implements Sealing {
    private static final int SECRET_BYTES = 32;
    private static final int MOST_SECRETS = 2;
    private static final byte VERSION = 1;
    private static final int ID_BYTES = 8;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final int HEAD_BYTES = 1 + ID_BYTES;
    private static final String EXPECTED = "one or two lines of 32 bytes each, in base64 or hex";

    private final SecureRandom random = new SecureRandom();
    private final List<Secret> secrets;

    private ClusterSecret(List<Secret> secrets) {
        this.secrets = List.copyOf(secrets);
    }

    /**
     * @param file lines of base64 or hex, the one that seals first; empty lines and those that begin with # do not count
     * @throws IOException saying what is wrong, without showing what is there
     */
    public static ClusterSecret inFile(Path file) throws IOException {
        List<Secret> secrets = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            String text = line.strip();
            if (text.isEmpty() || text.startsWith("#")) {
                continue;
            }
            byte[] secret = decode(text);
            if (secret == null || secrets.size() == MOST_SECRETS) {
                throw new IOException(
                        "weir.cluster.secret-file: line " + number + " of " + file + " is not expected: " + EXPECTED);
            }
            secrets.add(new Secret(secret));
        }
        if (secrets.isEmpty()) {
            throw new IOException("weir.cluster.secret-file: " + file + " is empty (expected " + EXPECTED + ")");
        }
        return new ClusterSecret(secrets);
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IOException(
                    "weir.cluster.secret-file: " + file + " cannot be read: "
                            + e.getClass().getSimpleName(),
                    e);
        }
    }

    private static byte @Nullable [] decode(String text) {
        try {
            byte[] bytes = text.length() == 2 * SECRET_BYTES
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return bytes.length == SECRET_BYTES ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public boolean isPossible() {
        return true;
    }

    @Override
    public byte[] seal(String purpose, String name, byte[] content) {
        Secret secret = secrets.get(0);
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] head =
                ByteBuffer.allocate(HEAD_BYTES).put(VERSION).put(secret.id).array();
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, secret.key(purpose), nonce, head, purpose, name);
            byte[] sealed = cipher.doFinal(content);
            return ByteBuffer.allocate(HEAD_BYTES + NONCE_BYTES + sealed.length)
                    .put(head)
                    .put(nonce)
                    .put(sealed)
                    .array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    @Override
    public byte @Nullable [] open(String purpose, String name, byte[] sealed) {
        Secret secret = secretOf(sealed);
        if (secret == null || sealed.length < HEAD_BYTES + NONCE_BYTES + TAG_BITS / 8) {
            return null;
        }
        byte[] head = Arrays.copyOf(sealed, HEAD_BYTES);
        byte[] nonce = Arrays.copyOfRange(sealed, HEAD_BYTES, HEAD_BYTES + NONCE_BYTES);
        int start = HEAD_BYTES + NONCE_BYTES;
        try {
            return cipher(Cipher.DECRYPT_MODE, secret.key(purpose), nonce, head, purpose, name)
                    .doFinal(sealed, start, sealed.length - start);
        } catch (GeneralSecurityException e) {
            return null;
        }
    }

    @Override
    public boolean isOutdated(byte[] sealed) {
        Secret secret = secretOf(sealed);
        return secret != null && !Arrays.equals(secret.id, secrets.get(0).id);
    }

    private @Nullable Secret secretOf(byte[] sealed) {
        if (sealed.length < HEAD_BYTES || sealed[0] != VERSION) {
            return null;
        }
        for (Secret secret : secrets) {
            if (Arrays.equals(secret.id, 0, ID_BYTES, sealed, 1, HEAD_BYTES)) {
                return secret;
            }
        }
        return null;
    }

    private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] head, String purpose, String name)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(head);
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        cipher.updateAAD(new byte[1]);
        cipher.updateAAD(name.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    @Override
    public String toString() {
        return "a cluster secret";
    }

    /** One of the lines of the file. */
    private static final class Secret {
        private final byte[] bytes;
        private final byte[] id;
        private final ConcurrentMap<String, SecretKey> keys = new ConcurrentHashMap<>();

        Secret(byte[] bytes) {
            this.bytes = bytes;
            this.id = derive(bytes, "weir 1 id", ID_BYTES);
        }

        /** Purposes are words of the code: the map does not grow. */
        SecretKey key(String purpose) {
            return keys.computeIfAbsent(
                    purpose, word -> new SecretKeySpec(derive(bytes, "weir 1 key " + word, SECRET_BYTES), "AES"));
        }

        private static byte[] derive(byte[] secret, String label, int length) {
            HKDFBytesGenerator generator = new HKDFBytesGenerator(new SHA256Digest());
            generator.init(new HKDFParameters(secret, null, label.getBytes(StandardCharsets.US_ASCII)));
            byte[] derived = new byte[length];
            generator.generateBytes(derived, 0, length);
            return derived;
        }
    }
}
