package io.weir.config.parse;

import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads and writes {@code oidc} of a policy. */
final class OidcReader {
    private static final String CALLBACK = "/.weir/oidc/callback";
    private static final String LOGOUT = "/logout";
    private static final String OPENID = "openid";
    private static final String PATH = "a path of plain characters, e.g. /app/callback";
    private static final Pattern PATHS = Pattern.compile("(/[A-Za-z0-9._~-]{1,100}){1,10}");
    private static final Pattern SCOPES = Pattern.compile("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,200}");
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final SecretRef NOTHING = new SecretRef(SecretRef.Kind.ENV, "NOTHING");

    private OidcReader() {}

    static Optional<Credential> read(Fields fields) {
        String issuer = fields.required(
                "issuer", text -> WebAddresses.secure(text).map(URI::toString), WebAddresses.SECURE, "");
        TokenKeys.Discovered keys = new TokenKeys.Discovered(
                fields.value("discovery", WebAddresses::secure, WebAddresses.SECURE),
                fields.value("trust", Terms::secretRef, Terms.SECRET));
        Credential.Oidc oidc = new Credential.Oidc(
                issuer,
                keys,
                fields.required("client-id", Terms::fieldText, "who the gateway is there", ""),
                fields.required("client-secret", Terms::secretRef, Terms.SECRET, NOTHING),
                scopes(fields),
                fields.value("callback", OidcReader::path, PATH).orElse(CALLBACK),
                fields.value("logout", OidcReader::path, PATH).orElse(LOGOUT),
                fields.value("base-url", OidcReader::base, "a URL without a path, e.g. https://shop.example.com"),
                session(fields),
                fields.words("claims", "a claim's name", Terms::claim),
                JwtReader.mapping(fields));
        fields.end();
        if (oidc.callback().equals(oidc.logout())) {
            fields.mistake("logout", "is the callback as well", "two paths");
        }
        return Optional.of(oidc);
    }

    private static List<String> scopes(Fields fields) {
        List<String> scopes = new ArrayList<>(fields.words(
                "scopes",
                "a scope, e.g. email",
                text -> SCOPES.matcher(text).matches() ? Optional.of(text) : Optional.empty()));
        if (!scopes.contains(OPENID)) {
            // Without it there is no login (OpenID Connect Core §3.1.2.1).
            scopes.add(0, OPENID);
        }
        return scopes;
    }

    private static Credential.Session session(Fields fields) {
        Credential.Session usual = Credential.Session.DEFAULT;
        return fields.child("session", "{ cookie: NAME, lifetime: 8h, idle: 30m }")
                .map(child -> {
                    Credential.Session session = new Credential.Session(
                            child.value("cookie", Terms::field, "a cookie's name")
                                    .orElse(usual.cookie()),
                            child.value("lifetime", OidcReader::time, "a duration from 1m to 30d")
                                    .orElse(usual.lifetime()),
                            child.value("idle", OidcReader::time, "a duration from 1m to 30d")
                                    .orElse(usual.idle()));
                    child.end();
                    return session;
                })
                .orElse(usual);
    }

    private static Optional<Duration> time(String text) {
        return Units.duration(text).filter(time -> time.compareTo(SHORTEST) >= 0 && time.compareTo(LONGEST) <= 0);
    }

    private static Optional<String> path(String text) {
        boolean dots = text.contains("/./") || text.contains("/../") || text.endsWith("/.") || text.endsWith("/..");
        return PATHS.matcher(text).matches() && !dots ? Optional.of(text) : Optional.empty();
    }

    private static Optional<URI> base(String text) {
        return WebAddresses.any(text).filter(uri -> uri.getRawPath().isEmpty() && uri.getRawQuery() == null);
    }

    static Shape shape(Credential.Oidc oidc) {
        Credential.Session session = oidc.session();
        Credential.Session usual = Credential.Session.DEFAULT;
        Shape shape = new Shape()
                .put("issuer", oidc.issuer())
                .putIfPresent("discovery", oidc.keys().document(), Object::toString)
                .putIfPresent("trust", oidc.keys().trust(), Object::toString)
                .put("client-id", oidc.clientId())
                .put("client-secret", oidc.clientSecret().toString())
                .putUnless("scopes", oidc.scopes(), List.of(OPENID), scopes -> scopes)
                .putUnless("callback", oidc.callback(), CALLBACK, path -> path)
                .putUnless("logout", oidc.logout(), LOGOUT, path -> path)
                .putIfPresent("base-url", oidc.baseUrl(), Object::toString)
                .putShape(
                        "session",
                        new Shape()
                                .putUnless("cookie", session.cookie(), usual.cookie(), name -> name)
                                .putUnless("lifetime", session.lifetime(), usual.lifetime(), Units::duration)
                                .putUnless("idle", session.idle(), usual.idle(), Units::duration))
                .putWords("claims", oidc.claims());
        return TokenShape.mapping(shape, oidc.mapping());
    }
}
