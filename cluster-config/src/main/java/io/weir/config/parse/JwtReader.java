package io.weir.config.parse;

import io.weir.config.model.ClaimMapping;
import io.weir.config.model.Credential;
import io.weir.config.model.Credential.Place;
import io.weir.config.model.Credential.TokenPlace;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code jwt} of a policy. */
final class JwtReader {
    static final Duration LEEWAY = Duration.ofSeconds(30);
    private static final Duration MOST_LEEWAY = Duration.ofMinutes(5);
    private static final String ISSUER = "the issuer as its tokens spell it, e.g. https://id.example.com";
    static final String FROM = "{ header: NAME }, { cookie: NAME } or { query: NAME }";
    static final String AUDIENCE = "who the tokens are for, a text or a list of them";
    private static final String KEYS = "an https URL, file:PATH or env:NAME of a JWK set or PEM";
    private static final String CLAIM = "a claim's name, e.g. sub or realm_access.roles";
    private static final Set<String> PUBLIC =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA");
    private static final Set<String> SECRET = Set.of("HS256", "HS384", "HS512");

    private JwtReader() {}

    static Optional<Credential> read(Fields fields) {
        String issuer = fields.required("issuer", Terms::fieldText, ISSUER, "");
        TokenKeys keys = keys(fields, issuer);
        Credential.Jwt jwt = new Credential.Jwt(
                issuer,
                fields.oneOrMore("audience", AUDIENCE, Terms::fieldText),
                keys,
                algorithms(fields, keys),
                fields.value("leeway", JwtReader::leeway, "a duration of at most 5m")
                        .orElse(LEEWAY),
                requiredClaims(fields),
                fields.value("max-age", JwtReader::maxAge, "a duration from 1s"),
                fields.value("typ", Terms::mediaWord, "a type such as at+jwt"),
                fields.child("from", FROM).flatMap(JwtReader::place),
                mapping(fields));
        fields.end();
        return Optional.of(jwt);
    }

    private static TokenKeys keys(Fields fields, String issuer) {
        Optional<URI> document = fields.value("discovery", WebAddresses::secure, WebAddresses.SECURE);
        Optional<SecretRef> trust = fields.value("trust", Terms::secretRef, Terms.SECRET);
        Optional<TokenKeys> listed = fields.value("jwks", text -> published(text, trust), KEYS);
        Optional<TokenKeys> secret =
                fields.value("secret", Terms::secretRef, Terms.SECRET).map(TokenKeys.Shared::new);
        int ways = (fields.has("discovery") ? 1 : 0) + (fields.has("jwks") ? 1 : 0) + (fields.has("secret") ? 1 : 0);
        if (ways > 1) {
            fields.reading().mistakes().add(fields.place(), "has keys in two ways", "one of discovery, jwks, secret");
        }
        if (ways == 0 && !issuer.isEmpty() && WebAddresses.secure(issuer).isEmpty()) {
            fields.mistake(
                    "issuer", "does not lead to its keys", "an https URL, or discovery, jwks or secret beside it");
        }
        TokenKeys found = listed.or(() -> secret).orElse(new TokenKeys.Discovered(document, trust));
        if (trust.isPresent() && (found instanceof TokenKeys.Kept || found instanceof TokenKeys.Shared)) {
            fields.mistake("trust", "has no meaning here", "keys that are fetched");
        }
        return found;
    }

    private static Optional<TokenKeys> published(String text, Optional<SecretRef> trust) {
        Optional<TokenKeys> kept = Terms.secretRef(text).map(TokenKeys.Kept::new);
        return kept.or(() -> WebAddresses.secure(text).map(uri -> new TokenKeys.Published(uri, trust)));
    }

    /** Public keys and shared secrets have algorithms of their own: naming the others is a mistake. */
    private static List<String> algorithms(Fields fields, TokenKeys keys) {
        Set<String> suitable = keys instanceof TokenKeys.Shared ? SECRET : PUBLIC;
        String expected =
                "one of " + String.join(", ", suitable.stream().sorted().toList());
        List<String> named = fields.words(
                "algorithms", expected, text -> suitable.contains(text) ? Optional.of(text) : Optional.empty());
        if (fields.has("algorithms") && named.isEmpty()) {
            fields.mistake("algorithms", "names none", expected);
        }
        return named;
    }

    private static Optional<Duration> leeway(String text) {
        return Units.duration(text).filter(leeway -> leeway.compareTo(MOST_LEEWAY) <= 0);
    }

    private static Optional<Duration> maxAge(String text) {
        return Units.duration(text).filter(age -> age.toSeconds() >= 1);
    }

    static Map<String, String> requiredClaims(Fields fields) {
        Map<String, String> claims = new LinkedHashMap<>();
        fields.pairs(
                "required-claims", "claims and what they must be", (claim, value, place) -> claims.put(claim, value));
        return claims;
    }

    static Optional<TokenPlace> place(Fields fields) {
        Optional<TokenPlace> header =
                fields.value("header", Terms::field, Terms.FIELD).map(name -> new TokenPlace(Place.HEADER, name));
        Optional<TokenPlace> cookie =
                fields.value("cookie", Terms::field, "a cookie's name").map(name -> new TokenPlace(Place.COOKIE, name));
        Optional<TokenPlace> query = fields.value("query", Terms::queryName, "a query parameter's name")
                .map(name -> new TokenPlace(Place.QUERY, name));
        fields.end();
        if (List.of("header", "cookie", "query").stream().filter(fields::has).count() != 1) {
            fields.reading().mistakes().add(fields.place(), "needs one of header, cookie and query", "exactly one");
        }
        return header.or(() -> cookie).or(() -> query);
    }

    /** The fields that introspection and logins have as well. */
    static ClaimMapping mapping(Fields fields) {
        ClaimMapping usual = ClaimMapping.DEFAULT;
        Optional<Fields> consumer = fields.child("consumer", "{ claim: NAME, required: true }");
        String claim = consumer.flatMap(child -> child.value("claim", Terms::claim, CLAIM))
                .orElse(usual.consumer());
        boolean required = consumer.flatMap(child -> child.value("required", Terms::truth, Terms.TRUTH))
                .orElse(false);
        consumer.ifPresent(Fields::end);
        return new ClaimMapping(
                claim,
                required,
                fields.value("scopes-claim", Terms::claim, CLAIM).orElse(usual.scopes()),
                fields.value("groups-claim", Terms::claim, CLAIM));
    }
}
