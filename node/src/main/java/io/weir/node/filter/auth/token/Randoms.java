package io.weir.node.filter.auth.token;

import java.security.SecureRandom;
import java.util.Base64;

/** Values that nobody can guess. */
final class Randoms {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Randoms() {}

    /** So many random bytes, in base64url. */
    static String text(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
