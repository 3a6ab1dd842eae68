package io.weir.node.filter.auth.token;

import io.weir.config.model.Credential;
import io.weir.node.decide.auth.SessionTerms;
import io.weir.node.state.Sealing;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sessions of browsers, kept by the browsers: a cookie has when the login was, when the session was seen last and what is
 * needed of the claims, sealed with a key that the nodes share. Thread-safe, never blocks.
 */
public final class Sessions {
    /** Name of the claim with the session's own id. */
    static final String ID = "weir-session";

    private static final String PURPOSE = "oidc-session";
    private static final int REMEMBERED = 16 * 1024;
    /** Browsers keep cookies of 4096 bytes, with name and attributes. */
    private static final int LONGEST = 3_900;

    private final Sealing sealing;
    private final SessionTerms terms;
    private final Clock clock;
    /** Sealed for this policy: a cookie of another one does not open. */
    private final String name;

    private final TokenTable<SessionToken> remembered = new TokenTable<>(REMEMBERED);

    Sessions(Credential.Oidc policy, Sealing sealing, Clock clock) {
        this.sealing = sealing;
        this.clock = clock;
        this.terms = new SessionTerms(
                policy.session().lifetime().toSeconds(), policy.session().idle().toSeconds());
        this.name = policy.issuer() + " " + policy.clientId() + " "
                + policy.session().cookie();
    }

    /**
     * The session of a cookie's value, or null when it is none, or over.
     *
     * @param hash its SHA-256; copied
     */
    public @Nullable SessionToken open(byte[] hash, byte[] buffer, int start, int end) {
        SessionToken known = remembered.find(hash);
        if (known != null) {
            return known.holdsAt(clock.seconds()) ? known : null;
        }
        byte[] opened = end - start > LONGEST ? null : unsealed(buffer, start, end);
        Map<String, Object> session = opened == null ? null : StrictJson.object(opened);
        return session == null ? null : remember(hash.clone(), session);
    }

    private byte @Nullable [] unsealed(byte[] buffer, int start, int end) {
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(Arrays.copyOfRange(buffer, start, end));
            return sealing.open(PURPOSE, name, sealed);
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }

    @SuppressWarnings("unchecked") // What was sealed here has only names for keys.
    private @Nullable SessionToken remember(byte[] hash, Map<String, Object> session) {
        if (!(session.get("id") instanceof String id)
                || !(session.get("started") instanceof Number started)
                || !(session.get("seen") instanceof Number seen)
                || !(session.get("claims") instanceof Map<?, ?> claims)) {
            return null;
        }
        long end = terms.end(started.longValue(), seen.longValue());
        Map<String, Object> all = new HashMap<>((Map<String, Object>) claims);
        all.put(ID, id);
        SessionToken token = new SessionToken(hash, id, started.longValue(), seen.longValue(), end, all);
        long now = clock.seconds();
        if (!token.holdsAt(now)) {
            return null;
        }
        remembered.put(token, now);
        return token;
    }

    /** A new value for the cookie when it is time for one, else null. */
    public @Nullable String renewed(SessionToken session) {
        long now = clock.seconds();
        if (!terms.isRenewalDue(session.started(), session.seen(), now)) {
            return null;
        }
        Map<String, Object> claims = new HashMap<>(session.claims());
        claims.remove(ID);
        return seal(session.id(), session.started(), claims);
    }

    /** The cookie's value for a login that was just made; null when it does not fit into a cookie. */
    @Nullable
    String begin(Map<String, Object> claims) {
        return seal(Randoms.text(16), clock.seconds(), claims);
    }

    private @Nullable String seal(String id, long started, Map<String, Object> claims) {
        byte[] content =
                StrictJson.bytes(Map.of("id", id, "started", started, "seen", clock.seconds(), "claims", claims));
        byte[] sealed = sealing.seal(PURPOSE, name, content);
        String value = new String(Base64.getUrlEncoder().withoutPadding().encode(sealed), StandardCharsets.US_ASCII);
        return value.length() > LONGEST ? null : value;
    }
}
