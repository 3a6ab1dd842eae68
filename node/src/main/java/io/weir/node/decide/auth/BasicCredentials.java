package io.weir.node.decide.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * What {@code Authorization: Basic} carries (RFC 7617 §2).
 *
 * @param password UTF-8 as it was sent; the reader may overwrite it
 */
public record BasicCredentials(String username, byte[] password) {
    private static final int LONGEST_NAME = 400;
    private static final int LONGEST_FIELD = (LONGEST_NAME + 1 + Passwords.LONGEST) * 4 / 3 + 4;

    /** Null for what is malformed, or longer than anything that is accepted. */
    public static @Nullable BasicCredentials parse(byte[] buffer, int start, int end) {
        if (end - start > LONGEST_FIELD) {
            return null;
        }
        byte[] decoded;
        try {
            decoded = Base64.getDecoder().decode(Arrays.copyOfRange(buffer, start, end));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
        int colon = 0;
        while (colon < decoded.length && decoded[colon] != ':') {
            colon++;
        }
        if (colon == decoded.length || colon > LONGEST_NAME || decoded.length - colon - 1 > Passwords.LONGEST) {
            return null;
        }
        return hasControls(decoded) ? null : of(decoded, colon);
    }

    private static boolean hasControls(byte[] decoded) {
        for (byte b : decoded) {
            if (b >= 0 && b < 0x20 || b == 0x7f) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable BasicCredentials of(byte[] decoded, int colon) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(decoded));
        } catch (CharacterCodingException malformed) {
            return null;
        }
        String username = new String(decoded, 0, colon, StandardCharsets.UTF_8);
        return new BasicCredentials(username, Arrays.copyOfRange(decoded, colon + 1, decoded.length));
    }

    @Override
    public String toString() {
        return "a user name and a password";
    }
}
