package io.weir.node.filter.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.config.model.Credential;
import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import io.weir.node.decide.auth.TokenRules;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.ProviderCounters;
import io.weir.node.state.Sealing;
import io.weir.node.state.Secrets;
import io.weir.node.state.Stager;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What this node knows of those who issue tokens: their keys, the tokens that were verified. It lives as long as the node:
 * a revision that changes nothing about an issuer finds what was known before. Thread-safe.
 */
public final class IdentityProviders implements ProviderCounters {
    /** Verifications that wait: less than a second of work on one core. */
    private static final int MOST_WAITING = 4_000;

    private static final long LEEWAY_SECONDS = 30;

    private final Secrets secrets;
    private final Sealing sealing;
    private final Clock clock;
    private final BoundedWork work;
    private final ProviderCalls providerCalls;
    private final KeyFetches fetches;
    private final FetchCounters counters = new FetchCounters();
    private final FetchCounters asked = new FetchCounters();
    /** Whatever no snapshot uses any more goes. */
    private final Cache<Source, KeySource> sources =
            Caffeine.newBuilder().weakValues().build();

    private final Cache<Credential, TokenJudge> judges =
            Caffeine.newBuilder().weakValues().build();

    private final Cache<Credential.Oidc, Logins> logins =
            Caffeine.newBuilder().weakValues().build();

    private record Source(String issuer, TokenKeys keys) {}

    /** @param workers where signatures are checked and files read; may block */
    public IdentityProviders(HttpCalls calls, Secrets secrets, Sealing sealing, Executor workers) {
        this(calls, secrets, sealing, workers, Clock.SYSTEM);
    }

    IdentityProviders(HttpCalls calls, Secrets secrets, Sealing sealing, Executor workers, Clock clock) {
        this.secrets = secrets;
        this.sealing = sealing;
        this.clock = clock;
        this.work = new BoundedWork(workers, Runtime.getRuntime().availableProcessors(), MOST_WAITING);
        this.providerCalls = new ProviderCalls(calls, secrets, workers);
        this.fetches = new KeyFetches(providerCalls, secrets, workers);
    }

    @Override
    public long keysFetched() {
        return counters.good();
    }

    @Override
    public long fetchesFailed() {
        return counters.failed();
    }

    @Override
    public long introspected() {
        return asked.good();
    }

    @Override
    public long introspectionsFailed() {
        return asked.failed();
    }

    /**
     * Who verifies such tokens. Begins to fetch the keys, so that the first request finds them. Blocks on the disk.
     *
     * @throws Stager.StagingException when a secret that is referred to cannot be read here
     */
    public TokenJudge judge(Credential.Jwt jwt) {
        KeySource source = source(jwt.issuer(), jwt.keys());
        source.keys();
        return judges.get(
                jwt, any -> new TokenVerifier(source, new HashSet<>(jwt.algorithms()), rules(jwt), work, clock));
    }

    /**
     * Who asks about such tokens. Blocks on the disk.
     *
     * @throws Stager.StagingException when a secret that is referred to cannot be read here
     */
    public TokenJudge judge(Credential.Introspection introspection) {
        check(introspection.trust());
        check(introspection.clientSecret());
        return judges.get(introspection, any -> new Introspector(introspection, providerCalls, clock, asked));
    }

    /**
     * Logins at an issuer. Blocks on the disk.
     *
     * @throws Stager.StagingException when a secret that is referred to cannot be read here, or the node cannot seal cookies
     */
    public Logins logins(Credential.Oidc oidc) {
        if (!sealing.isPossible()) {
            throw new Stager.StagingException("sessions of browsers have to be sealed. " + Sealing.HOW);
        }
        check(oidc.clientSecret());
        KeySource source = source(oidc.issuer(), oidc.keys());
        source.keys();
        return logins.get(oidc, any -> {
            TokenRules rules = new TokenRules(oidc.issuer(), Set.of(oidc.clientId()), Map.of(), LEEWAY_SECONDS, 0, "");
            TokenVerifier idTokens = new TokenVerifier(source, Set.of(), rules, work, clock);
            return new Logins(oidc, source, idTokens, providerCalls, sealing, clock);
        });
    }

    /** Calls of a policy with that trust. Blocks on the disk. */
    public TrustedCalls calls(Optional<SecretRef> trust) {
        check(trust);
        return call -> providerCalls.send(call, trust);
    }

    private void check(SecretRef secret) {
        try {
            secrets.read(secret);
        } catch (IOException e) {
            throw new Stager.StagingException(String.valueOf(e.getMessage()));
        }
    }

    private static TokenRules rules(Credential.Jwt jwt) {
        return new TokenRules(
                jwt.issuer(),
                new HashSet<>(jwt.audience()),
                jwt.requiredClaims(),
                jwt.leeway().toSeconds(),
                jwt.maxAge().map(age -> Math.max(1, age.toSeconds())).orElse(0L),
                jwt.type().orElse(""));
    }

    private KeySource source(String issuer, TokenKeys keys) {
        return sources.get(new Source(issuer, keys), this::newSource);
    }

    private KeySource newSource(Source of) {
        TokenKeys keys = of.keys;
        if (keys instanceof TokenKeys.Published published) {
            check(published.trust());
            return source(published.uri().toString(), () -> fetches.published(published.uri(), published.trust()));
        }
        if (keys instanceof TokenKeys.Discovered discovered) {
            check(discovered.trust());
            URI document = discovered.document().orElseGet(() -> usualPlace(of.issuer));
            return source(of.issuer, () -> fetches.discovered(of.issuer, document, discovered.trust()));
        }
        try {
            KeySource.Fetched now = fetches.read(keys);
            return source(of.issuer, () -> fetches.kept(keys)).startingWith(now);
        } catch (IOException e) {
            throw new Stager.StagingException("the keys of " + of.issuer + " cannot be used: " + e.getMessage());
        }
    }

    private KeySource source(String name, Supplier<CompletionStage<KeySource.Fetched>> fetch) {
        return new KeySource(name, fetch, clock, counters);
    }

    /** OpenID Connect Discovery §4.1. */
    private static URI usualPlace(String issuer) {
        String base = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
        return URI.create(base + "/.well-known/openid-configuration");
    }

    /** Refuses the revision now rather than each token later. */
    private void check(Optional<SecretRef> trust) {
        trust.ifPresent(ref -> TrustTexts.read(ref, secrets));
    }
}
