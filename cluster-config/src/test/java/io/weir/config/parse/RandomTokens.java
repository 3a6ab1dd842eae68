package io.weir.config.parse;

import io.weir.config.model.ClaimMapping;
import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/** Credentials that involve other servers, made from a seed, with every field. */
final class RandomTokens {
    private static final SecretRef FILE = new SecretRef(SecretRef.Kind.FILE, "x.pem");

    private final Random random;

    RandomTokens(Random random) {
        this.random = random;
    }

    Credential jwt() {
        TokenKeys keys = pick(
                new TokenKeys.Discovered(maybe(() -> URI.create("https://id.example.com/other")), maybe(() -> FILE)),
                new TokenKeys.Published(URI.create("https://id.example.com/jwks"), maybe(() -> FILE)),
                new TokenKeys.Kept(FILE),
                new TokenKeys.Shared(new SecretRef(SecretRef.Kind.ENV, "SECRET")));
        boolean secret = keys instanceof TokenKeys.Shared;
        return new Credential.Jwt(
                "https://id.example.com",
                pick(List.<String>of(), List.of("orders"), List.of("a b", "c")),
                keys,
                pick(List.<String>of(), secret ? List.of("HS256") : List.of("ES256", "EdDSA")),
                Duration.ofSeconds(random.nextInt(300)),
                pick(Map.<String, String>of(), Map.of("tenant", "a: b", "admin", "true")),
                maybe(() -> Duration.ofSeconds(1 + random.nextInt(9999))),
                maybe(() -> "at+jwt"),
                maybe(() -> new Credential.TokenPlace(pick(Credential.Place.values()), "x-token")),
                mapping());
    }

    Credential introspection() {
        return new Credential.Introspection(
                URI.create("https://id.example.com/introspect"),
                "weir 1",
                new SecretRef(SecretRef.Kind.ENV, "SECRET"),
                maybe(() -> "https://id.example.com"),
                pick(List.<String>of(), List.of("orders", "stock")),
                pick(Map.<String, String>of(), Map.of("tenant", "a")),
                Duration.ofSeconds(random.nextInt(600)),
                Duration.ofMillis(100 + random.nextInt(3000)),
                maybe(() -> FILE),
                maybe(() -> new Credential.TokenPlace(pick(Credential.Place.values()), "x-token")),
                mapping());
    }

    Credential forwardAuth() {
        return new Credential.ForwardAuth(
                URI.create("http://decider.example.com/check?a=b"),
                pick(List.<String>of("Authorization", "Cookie"), List.of(), List.of("X-A")),
                pick(List.<String>of(), List.of("X-B", "X-C")),
                maybe(() -> "X-User"),
                Duration.ofMillis(100 + random.nextInt(3000)),
                random.nextBoolean(),
                maybe(() -> FILE));
    }

    Credential oidc() {
        return new Credential.Oidc(
                "https://id.example.com",
                new TokenKeys.Discovered(maybe(() -> URI.create("https://id.example.com/x")), maybe(() -> FILE)),
                "weir 1",
                FILE,
                pick(List.of("openid"), List.of("openid", "email", "groups")),
                pick("/.weir/oidc/callback", "/app/in"),
                pick("/logout", "/app/out"),
                maybe(() -> URI.create("https://shop.example.com:8443")),
                maybe(() -> new Credential.Session(
                                "s", Duration.ofHours(2), Duration.ofMinutes(1 + random.nextInt(50))))
                        .orElse(Credential.Session.DEFAULT),
                pick(List.<String>of(), List.of("email", "name")),
                mapping());
    }

    private ClaimMapping mapping() {
        return new ClaimMapping(
                pick("sub", "azp"), random.nextBoolean(), pick("scope", "scp"), maybe(() -> "realm_access.roles"));
    }

    List<Consumer.TokenSubject> subjects(String consumer) {
        return pick(
                List.<Consumer.TokenSubject>of(),
                List.of(new Consumer.TokenSubject("https://id.example.com", "user " + consumer)));
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    @SafeVarargs
    private <T> T pick(T... values) {
        return values[random.nextInt(values.length)];
    }
}
