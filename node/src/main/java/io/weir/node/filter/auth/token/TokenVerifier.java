package io.weir.node.filter.auth.token;

import io.weir.node.decide.auth.TokenRules;
import io.weir.node.decide.auth.TokenVerdict;
import io.weir.node.filter.work.BoundedWork;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whether tokens of one issuer are good. What was found out is remembered: seen again, a token costs its hash and
 * a look-up. The first time its signature is checked on a worker, after waiting for keys where there are none. Thread-safe,
 * never blocks.
 */
final class TokenVerifier implements TokenJudge {
    private static final int REMEMBERED = 32 * 1024;
    private static final int REFUSALS_REMEMBERED = 4 * 1024;
    private static final long REFUSED_FOR_SECONDS = 60;

    /** A token that was refused while the issuer had these keys. */
    private static final class Refusal extends TokenTable.Entry {
        private final KeySet keys;

        Refusal(byte[] hash, long untilSeconds, KeySet keys) {
            super(hash, untilSeconds);
            this.keys = keys;
        }
    }

    /** A token that is being looked at, and where the answer goes. */
    private record Question(byte[] hash, Jws token, Executor loop, Consumer<Outcome> then) {
        void answer(Outcome outcome) {
            then.accept(outcome);
        }
    }

    private final Keys source;
    private final Set<String> algorithms;
    private final TokenRules rules;
    private final BoundedWork workers;
    private final Clock clock;
    private final TokenTable<SignedToken> verified = new TokenTable<>(REMEMBERED);
    private final TokenTable<Refusal> refused = new TokenTable<>(REFUSALS_REMEMBERED);

    /** @param algorithms that may have signed tokens; empty: those that suit the keys */
    TokenVerifier(Keys source, Set<String> algorithms, TokenRules rules, BoundedWork workers, Clock clock) {
        this.source = source;
        this.algorithms = algorithms;
        this.rules = rules;
        this.workers = workers;
        this.clock = clock;
    }

    @Override
    public @Nullable VerifiedToken known(byte[] hash) {
        SignedToken token = verified.find(hash);
        KeySet keys = token == null ? null : source.keys();
        return token != null && keys != null && token.isSignedBy(keys) && token.holdsAt(clock.seconds()) ? token : null;
    }

    @Override
    public @Nullable Outcome verify(byte[] hash, byte[] token, Executor loop, Consumer<Outcome> then) {
        if (token.length > LONGEST) {
            return Outcome.BAD;
        }
        Refusal refusal = refused.find(hash);
        if (refusal != null && refusal.keys.equals(source.keys())) {
            return Outcome.BAD;
        }
        Jws parsed = Jws.parse(token);
        return parsed == null ? Outcome.BAD : attempt(new Question(hash, parsed, loop, then), true, true);
    }

    /** @param mayAwait and {@code maySearch}: it has not waited for keys yet */
    private @Nullable Outcome attempt(Question question, boolean mayAwait, boolean maySearch) {
        Jws token = question.token;
        KeySet keys = source.keys();
        if (keys == null) {
            boolean waits = mayAwait && source.await(question.loop, () -> again(question, false, maySearch));
            return waits ? null : Outcome.UNKNOWN;
        }
        List<VerifyingKey> candidates = keys.candidates(token.kid(), token.algorithm(), algorithms);
        if (candidates.isEmpty()) {
            boolean waits = maySearch
                    && keys.misses(token.kid())
                    && source.search(question.loop, () -> again(question, mayAwait, false));
            if (waits) {
                return null;
            }
            boolean changed = maySearch && !keys.equals(source.keys());
            return changed ? attempt(question, mayAwait, false) : Outcome.BAD;
        }
        if (candidates.stream().allMatch(VerifyingKey::isQuick)) {
            return decide(question, keys, candidates);
        }
        boolean taken = workers.take(() -> {
            Outcome outcome = decide(question, keys, candidates);
            question.loop.execute(() -> question.answer(outcome));
        });
        return taken ? null : Outcome.UNKNOWN;
    }

    private void again(Question question, boolean mayAwait, boolean maySearch) {
        Outcome outcome = attempt(question, mayAwait, maySearch);
        if (outcome != null) {
            question.answer(outcome);
        }
    }

    private Outcome decide(Question question, KeySet keys, List<VerifyingKey> candidates) {
        long now = clock.seconds();
        for (VerifyingKey key : candidates) {
            if (key.verify(question.token)) {
                return judge(question, keys, key, now);
            }
        }
        return refuse(question, keys, now);
    }

    private Outcome judge(Question question, KeySet keys, VerifyingKey key, long now) {
        Map<String, Object> claims = StrictJson.object(question.token.payload());
        if (claims == null
                || !(rules.judge(question.token.type(), claims) instanceof TokenVerdict.Good times)
                || now >= times.untilSeconds()) {
            return refuse(question, keys, now);
        }
        SignedToken token = new SignedToken(question.hash, claims, times, key, keys);
        if (!token.holdsAt(now)) {
            // Not yet: it will be good without anything being changed.
            return Outcome.BAD;
        }
        verified.put(token, now);
        return new Outcome.Good(token);
    }

    private Outcome refuse(Question question, KeySet keys, long now) {
        refused.put(new Refusal(question.hash, now + REFUSED_FOR_SECONDS, keys), now);
        return Outcome.BAD;
    }
}
