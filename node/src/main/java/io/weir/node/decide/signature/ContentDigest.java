package io.weir.node.decide.signature;

import io.weir.node.decide.signature.Structured.Item;
import io.weir.node.decide.signature.Structured.Member;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a body is what its digest says. */
public final class ContentDigest {
    private static final Map<String, String> ALGORITHMS = Map.of("sha-256", "SHA-256", "sha-512", "SHA-512");

    private ContentDigest() {}

    static boolean isKnown(String algorithm) {
        return ALGORITHMS.containsKey(algorithm);
    }

    /** By {@code Content-Digest} (RFC 9530 §2): all digests of it that we know must match, and we must know one. */
    public static boolean matches(@Nullable String field, byte[] body) {
        Map<String, Member> digests = field == null ? null : StructuredParser.dictionary(field);
        if (digests == null) {
            return false;
        }
        int known = 0;
        for (Map.Entry<String, Member> digest : digests.entrySet()) {
            String algorithm = ALGORITHMS.get(digest.getKey());
            if (algorithm != null) {
                if (!StructuredParser.isBytes(digest.getValue())
                        || !MessageDigest.isEqual(
                                ((Item) digest.getValue()).bare().bytes(), hash(algorithm, body))) {
                    return false;
                }
                known++;
            }
        }
        return known > 0;
    }

    /** By {@code Digest} (RFC 3230), with the same rules. */
    public static boolean matchesOld(@Nullable String field, byte[] body) {
        int known = 0;
        for (String digest : field == null ? new String[0] : field.split(",", -1)) {
            int equals = digest.indexOf('=');
            String name = digest.substring(0, Math.max(0, equals)).strip().toLowerCase(Locale.ROOT);
            String algorithm = ALGORITHMS.get(name);
            if (algorithm != null) {
                byte[] expected = Base64.getEncoder().encode(hash(algorithm, body));
                byte[] said = digest.substring(equals + 1).strip().getBytes(StandardCharsets.ISO_8859_1);
                if (!MessageDigest.isEqual(expected, said)) {
                    return false;
                }
                known++;
            }
        }
        return known > 0;
    }

    private static byte[] hash(String algorithm, byte[] body) {
        try {
            return MessageDigest.getInstance(algorithm).digest(body);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has " + algorithm, impossible);
        }
    }
}
