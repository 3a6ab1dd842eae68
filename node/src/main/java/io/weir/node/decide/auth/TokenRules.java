package io.weir.node.decide.auth;

import io.weir.node.decide.auth.TokenVerdict.Bad;
import io.weir.node.decide.auth.TokenVerdict.Flaw;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the claims of a token must be (RFC 7519 §4.1, RFC 8725 §3). Pure; that its signature is good is found out elsewhere.
 *
 * @param issuer exactly {@code iss}; empty: not looked at
 * @param audiences one of them must be in {@code aud}; empty: not looked at
 * @param required claims that must have, or contain, a value
 * @param leewaySeconds how far clocks may differ
 * @param maxAgeSeconds since {@code iat}, which must be there then; 0: not looked at
 * @param type what {@code typ} must be (RFC 9068 §2.1: {@code at+jwt}); empty: not looked at
 */
public record TokenRules(
        String issuer,
        Set<String> audiences,
        Map<String, String> required,
        long leewaySeconds,
        long maxAgeSeconds,
        String type) {
    private static final String PREFIX = "application/";

    public TokenRules {
        audiences = Set.copyOf(audiences);
        required = Map.copyOf(required);
    }

    /** @param typ the token's own; empty when it says none */
    public TokenVerdict judge(String typ, Map<String, Object> claims) {
        Flaw flaw = flaw(typ, claims);
        return flaw == null ? times(claims) : new Bad(flaw);
    }

    private @Nullable Flaw flaw(String typ, Map<String, Object> claims) {
        if (!type.isEmpty() && !shortType(type).equals(shortType(typ))) {
            return Flaw.TYPE;
        }
        if (!issuer.isEmpty() && !issuer.equals(claims.get("iss"))) {
            return Flaw.ISSUER;
        }
        if (!audiences.isEmpty() && !isForUs(claims.get("aud"))) {
            return Flaw.AUDIENCE;
        }
        for (Map.Entry<String, String> claim : required.entrySet()) {
            if (!Claims.has(claims, claim.getKey(), claim.getValue())) {
                return Flaw.CLAIM;
            }
        }
        return null;
    }

    /** RFC 7515 §4.1.9: the prefix may be left out, case does not count. */
    private static String shortType(String typ) {
        String lower = typ.toLowerCase(Locale.ROOT);
        return lower.startsWith(PREFIX) ? lower.substring(PREFIX.length()) : lower;
    }

    private boolean isForUs(@Nullable Object audience) {
        if (audience instanceof List<?> several) {
            return several.stream().anyMatch(one -> one instanceof String name && audiences.contains(name));
        }
        return audience instanceof String one && audiences.contains(one);
    }

    private TokenVerdict times(Map<String, Object> claims) {
        long from = Long.MIN_VALUE;
        for (String name : new String[] {"nbf", "iat"}) {
            if (claims.containsKey(name)) {
                Long seconds = Claims.seconds(claims.get(name));
                if (seconds == null) {
                    return new Bad(Flaw.TIME);
                }
                from = Math.max(from, seconds - leewaySeconds);
            }
        }
        Long end = claims.containsKey("exp") ? Claims.seconds(claims.get("exp")) : Long.valueOf(Long.MAX_VALUE);
        if (end == null) {
            return new Bad(Flaw.TIME);
        }
        Long issued = Claims.seconds(claims.get("iat"));
        if (maxAgeSeconds > 0) {
            if (issued == null) {
                return new Bad(Flaw.ENDLESS);
            }
            end = Math.min(end, issued + maxAgeSeconds);
        }
        return end == Long.MAX_VALUE ? new Bad(Flaw.ENDLESS) : new TokenVerdict.Good(from, end + leewaySeconds);
    }
}
