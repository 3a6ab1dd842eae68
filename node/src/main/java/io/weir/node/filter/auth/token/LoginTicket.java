package io.weir.node.filter.auth.token;

import io.weir.node.state.Sealing;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A login under way: what binds the issuer's answer to the browser that asked for it. It is in a sealed cookie of that
 * browser, so any node can go on with it.
 *
 * @param state comes back with the answer (RFC 6749 §10.12)
 * @param nonce comes back in the ID token (OpenID Connect Core §15.5.2)
 * @param verifier shows the issuer that who began also ends (RFC 7636)
 * @param callback where the issuer was told to send the browser back
 * @param returnTo what the browser wanted at first: path and query on this host
 * @param startedSeconds Unix time
 */
record LoginTicket(String state, String nonce, String verifier, String callback, String returnTo, long startedSeconds) {
    /** 16 bytes in base64url. */
    static final int STATE_LENGTH = 22;

    private static final String PURPOSE = "oidc-login";
    private static final long GOOD_FOR_SECONDS = 600;

    static LoginTicket make(String callback, String returnTo, long nowSeconds) {
        return new LoginTicket(Randoms.text(16), Randoms.text(16), Randoms.text(32), callback, returnTo, nowSeconds);
    }

    String sealed(Sealing sealing, String name) {
        byte[] content = StrictJson.bytes(Map.of(
                "state",
                state,
                "nonce",
                nonce,
                "verifier",
                verifier,
                "callback",
                callback,
                "to",
                returnTo,
                "at",
                startedSeconds));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealing.seal(PURPOSE, name, content));
    }

    /** Null when it is none of ours, or too old. */
    static @Nullable LoginTicket open(Sealing sealing, String name, String value, long nowSeconds) {
        byte[] opened;
        try {
            opened = sealing.open(
                    PURPOSE, name, Base64.getUrlDecoder().decode(value.getBytes(StandardCharsets.ISO_8859_1)));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
        Map<String, Object> content = opened == null ? null : StrictJson.object(opened);
        if (content == null || !(content.get("at") instanceof Number at)) {
            return null;
        }
        boolean timely =
                nowSeconds - at.longValue() < GOOD_FOR_SECONDS && nowSeconds >= at.longValue() - GOOD_FOR_SECONDS;
        return timely
                ? new LoginTicket(
                        text(content, "state"),
                        text(content, "nonce"),
                        text(content, "verifier"),
                        text(content, "callback"),
                        text(content, "to"),
                        at.longValue())
                : null;
    }

    private static String text(Map<String, Object> content, String name) {
        return String.valueOf(content.get(name));
    }

    /** Never what it keeps secret. */
    @Override
    public String toString() {
        return "a login";
    }
}
