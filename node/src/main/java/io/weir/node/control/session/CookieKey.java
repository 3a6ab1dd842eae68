package io.weir.node.control.session;

import java.util.Base64;
import java.util.Comparator;

/**
 * A secret that signs session cookies.
 *
 * @param id names the key in a cookie; token characters
 * @param issuedSeconds Unix time; the newest key signs, every known key verifies
 * @param secret base64url
 */
record CookieKey(String id, long issuedSeconds, String secret) {
    /** Every node that knows the same keys signs with the same one. */
    static final Comparator<CookieKey> NEWEST_LAST =
            Comparator.comparingLong(CookieKey::issuedSeconds).thenComparing(CookieKey::id);

    static CookieKey parse(String text) {
        String[] parts = text.split(":", 3);
        return new CookieKey(parts[0], Long.parseLong(parts[1]), parts[2]);
    }

    /** The form kept in distributed data. */
    String text() {
        return id + ':' + issuedSeconds + ':' + secret;
    }

    byte[] secretBytes() {
        return Base64.getUrlDecoder().decode(secret);
    }

    /** Keeps the secret out of logs. */
    @Override
    public String toString() {
        return "CookieKey[" + id + "]";
    }
}
