package io.weir.node.filter.auth.token;

import com.nimbusds.jose.util.Base64URL;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A signed token in its compact form (RFC 7515 §7.1), taken apart; nothing of it is believed yet. What a header says about
 * where keys are ({@code jku}, {@code jwk}, {@code x5u}, {@code x5c}) is not even read.
 *
 * @param algorithm the header's {@code alg}
 * @param kid empty when the header has none
 * @param type the header's {@code typ}; empty when there is none
 * @param signed what the signature is over
 */
record Jws(String algorithm, String kid, String type, byte[] signed, byte[] payload, Base64URL signature) {
    private static final int LONGEST_KID = 256;

    /** Null for everything that is no such token, encrypted ones and those with {@code crit} (§4.1.11) among them. */
    static @Nullable Jws parse(byte[] token) {
        int first = indexOf(token, 0);
        int second = first < 0 ? -1 : indexOf(token, first + 1);
        if (second < 0 || indexOf(token, second + 1) >= 0) {
            return null;
        }
        byte[] header = decode(token, 0, first);
        byte[] payload = decode(token, first + 1, second);
        byte[] signature = decode(token, second + 1, token.length);
        Map<String, Object> named = header == null ? null : StrictJson.object(header);
        if (named == null || payload == null || signature == null || signature.length == 0) {
            return null;
        }
        return of(named, Arrays.copyOf(token, second), payload, Base64URL.encode(signature));
    }

    private static @Nullable Jws of(Map<String, Object> header, byte[] signed, byte[] payload, Base64URL signature) {
        boolean beyondUs = header.containsKey("crit") || header.containsKey("enc") || header.containsKey("zip");
        boolean keyed = header.containsKey("kid");
        if (beyondUs
                || !(header.get("alg") instanceof String algorithm)
                || !(header.getOrDefault("kid", "") instanceof String kid)
                || !(header.getOrDefault("typ", "") instanceof String type)
                || kid.length() > LONGEST_KID
                || (keyed && kid.isEmpty())) {
            return null;
        }
        return new Jws(algorithm, kid, type, signed, payload, signature);
    }

    private static int indexOf(byte[] token, int from) {
        for (int i = from; i < token.length; i++) {
            if (token[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    /** Base64url without padding, in its one canonical form: else one token could be spelled in several ways. */
    private static byte @Nullable [] decode(byte[] token, int start, int end) {
        byte[] part = Arrays.copyOfRange(token, start, end);
        try {
            byte[] decoded = Base64.getUrlDecoder().decode(part);
            byte[] canonical = Base64.getUrlEncoder().withoutPadding().encode(decoded);
            return Arrays.equals(part, canonical) ? decoded : null;
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "a token";
    }
}
