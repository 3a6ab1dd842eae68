package io.weir.node.control.session;

import io.weir.node.state.CookieSigner;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Cookies of the form {@code key.issued.endpoint.mac}, HMAC-SHA-256 over the upstream and the first three parts
 * (RFC 2104; base64url without padding). Stateless: any node that knows the key reads any node's cookie. Thread-safe.
 */
final class HmacCookieSigner implements CookieSigner {
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private final LongSupplier nowSeconds;
    private volatile Keys keys;

    HmacCookieSigner(Collection<CookieKey> keys, LongSupplier nowSeconds) {
        this.keys = Keys.of(keys);
        this.nowSeconds = nowSeconds;
    }

    /** Replaces the keys. The newest signs; cookies of keys that are no longer known stop being valid. */
    void use(Collection<CookieKey> newKeys) {
        keys = Keys.of(newKeys);
    }

    @Override
    public String sign(String upstream, String endpoint) {
        Key key = keys.newest();
        String named = key.id()
                + '.'
                + nowSeconds.getAsLong()
                + '.'
                + ENCODER.encodeToString(endpoint.getBytes(StandardCharsets.UTF_8));
        return named + '.' + ENCODER.encodeToString(mac(key, upstream, named));
    }

    @Override
    public @Nullable String verify(String upstream, String value) {
        int first = value.indexOf('.');
        int last = value.lastIndexOf('.');
        int second = value.indexOf('.', first + 1);
        if (first <= 0 || second <= first || last <= second || value.indexOf('.', second + 1) != last) {
            return null;
        }
        Key key = keys.byId().get(value.substring(0, first));
        if (key == null || !isSigned(key, upstream, value, last)) {
            return null;
        }
        byte[] endpoint = decode(value.substring(second + 1, last));
        return endpoint == null ? null : new String(endpoint, StandardCharsets.UTF_8);
    }

    private static boolean isSigned(Key key, String upstream, String value, int macAt) {
        byte[] claimed = decode(value.substring(macAt + 1));
        return claimed != null && MessageDigest.isEqual(claimed, mac(key, upstream, value.substring(0, macAt)));
    }

    private static byte @Nullable [] decode(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    private static byte[] mac(Key key, String upstream, String named) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key.secret());
            mac.update(upstream.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) '\n');
            return mac.doFinal(named.getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private record Key(String id, SecretKeySpec secret) {}

    private record Keys(Key newest, Map<String, Key> byId) {
        static Keys of(Collection<CookieKey> all) {
            List<CookieKey> sorted = all.stream().sorted(CookieKey.NEWEST_LAST).toList();
            Map<String, Key> byId = new LinkedHashMap<>();
            Key newest = null;
            for (CookieKey key : sorted) {
                newest = new Key(key.id(), new SecretKeySpec(key.secretBytes(), ALGORITHM));
                byId.put(key.id(), newest);
            }
            if (newest == null) {
                throw new IllegalArgumentException("a signer needs at least one key");
            }
            return new Keys(newest, Collections.unmodifiableMap(byId));
        }
    }
}
