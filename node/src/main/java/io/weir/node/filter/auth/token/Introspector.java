package io.weir.node.filter.auth.token;

import io.weir.config.model.Credential;
import io.weir.node.decide.auth.TokenRules;
import io.weir.node.decide.auth.TokenVerdict;
import io.weir.node.state.HttpCalls;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks whoever issued a token about it (RFC 7662), once for all requests that have it at a time, and believes the answer for
 * a while. Without an answer nothing is known: such tokens are neither good nor bad.
 */
final class Introspector implements TokenJudge {
    private static final Logger LOG = LoggerFactory.getLogger(Introspector.class);
    private static final int REMEMBERED = 16 * 1024;
    private static final int REFUSALS_REMEMBERED = 4 * 1024;
    /** Tokens that are asked about at the same time. */
    private static final int MOST_ASKED = 1_000;

    private static final long QUIET_NANOS = 10_000_000_000L;

    private static final class Refusal extends TokenTable.Entry {
        private final long untilSeconds;

        Refusal(byte[] hash, long untilSeconds) {
            super(hash, untilSeconds);
            this.untilSeconds = untilSeconds;
        }
    }

    private final Credential.Introspection policy;
    private final ProviderCalls calls;
    private final Clock clock;
    private final FetchCounters counters;
    private final TokenRules rules;
    private final long cacheSeconds;
    private final TokenTable<VerifiedToken> active = new TokenTable<>(REMEMBERED);
    private final TokenTable<Refusal> inactive = new TokenTable<>(REFUSALS_REMEMBERED);
    private final Map<ByteBuffer, List<Consumer<Outcome>>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger asking = new AtomicInteger();
    private volatile long quietUntil;

    Introspector(Credential.Introspection policy, ProviderCalls calls, Clock clock, FetchCounters counters) {
        this.policy = policy;
        this.calls = calls;
        this.clock = clock;
        this.counters = counters;
        this.rules = new TokenRules("", new HashSet<>(policy.audience()), policy.requiredClaims(), 0, 0, "");
        this.cacheSeconds = policy.cache().toSeconds();
        this.quietUntil = clock.nanos();
    }

    @Override
    public @Nullable VerifiedToken known(byte[] hash) {
        VerifiedToken token = active.find(hash);
        return token != null && token.holdsAt(clock.seconds()) ? token : null;
    }

    @Override
    public @Nullable Outcome verify(byte[] hash, byte[] token, Executor loop, Consumer<Outcome> then) {
        Refusal refusal = inactive.find(hash);
        if (token.length > LONGEST
                || token.length == 0
                || (refusal != null && clock.seconds() < refusal.untilSeconds)) {
            return Outcome.BAD;
        }
        boolean[] first = new boolean[1];
        boolean room = asking.get() < MOST_ASKED;
        List<Consumer<Outcome>> joined = asked.compute(ByteBuffer.wrap(hash), (same, waiting) -> {
            first[0] = waiting == null;
            List<Consumer<Outcome>> those = waiting == null && room ? new ArrayList<>(1) : waiting;
            if (those != null) {
                those.add(outcome -> loop.execute(() -> then.accept(outcome)));
            }
            return those;
        });
        if (joined == null) {
            return Outcome.UNKNOWN;
        }
        if (first[0]) {
            ask(hash, token);
        }
        return null;
    }

    private void ask(byte[] hash, byte[] token) {
        asking.incrementAndGet();
        try {
            calls.post(
                            policy.endpoint(),
                            Map.of(
                                    "token",
                                    new String(token, StandardCharsets.ISO_8859_1),
                                    "token_type_hint",
                                    "access_token"),
                            new ProviderCalls.Client(policy.clientId(), policy.clientSecret()),
                            policy.trust(),
                            policy.timeout())
                    .whenComplete((reply, failure) -> answered(hash, reply, failure));
        } catch (RuntimeException e) {
            answered(hash, null, e);
        }
    }

    private void answered(byte[] hash, HttpCalls.@Nullable Reply reply, @Nullable Throwable failure) {
        Outcome outcome = reply == null ? Outcome.UNKNOWN : outcome(hash, reply.body());
        asking.decrementAndGet();
        counters.count(!(outcome instanceof Outcome.Unknown));
        if (outcome instanceof Outcome.Unknown) {
            complain(failure == null ? "what it answers is no introspection" : KeySource.reason(failure));
        }
        List<Consumer<Outcome>> waiting = asked.remove(ByteBuffer.wrap(hash));
        if (waiting != null) {
            waiting.forEach(one -> one.accept(outcome));
        }
    }

    private void complain(String reason) {
        long now = clock.nanos();
        if (now - quietUntil >= 0) {
            quietUntil = now + QUIET_NANOS;
            LOG.warn("{} does not say whether tokens are good: {}", policy.endpoint(), reason);
        }
    }

    private Outcome outcome(byte[] hash, byte[] body) {
        Map<String, Object> claims = StrictJson.object(body);
        if (claims == null || !(claims.get("active") instanceof Boolean isActive)) {
            return Outcome.UNKNOWN;
        }
        long now = clock.seconds();
        TokenVerdict.Good times = isActive ? times(claims, now) : null;
        if (times == null) {
            inactive.put(new Refusal(hash, now + cacheSeconds), now);
            return Outcome.BAD;
        }
        VerifiedToken token = new VerifiedToken(hash, claims, times);
        active.put(token, now);
        return new Outcome.Good(token);
    }

    /** Null: the answer is about a token that is not for us, or over. */
    private TokenVerdict.@Nullable Good times(Map<String, Object> claims, long now) {
        boolean foreign = policy.issuer().isPresent()
                && claims.containsKey("iss")
                && !policy.issuer().get().equals(claims.get("iss"));
        Map<String, Object> ending = new HashMap<>(claims);
        ending.putIfAbsent("exp", now + Math.max(1, cacheSeconds));
        if (foreign || !(rules.judge("", ending) instanceof TokenVerdict.Good good) || !good.holdsAt(now)) {
            return null;
        }
        return new TokenVerdict.Good(good.fromSeconds(), Math.min(good.untilSeconds(), now + cacheSeconds));
    }
}
