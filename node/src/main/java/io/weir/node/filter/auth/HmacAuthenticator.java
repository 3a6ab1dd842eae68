package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.decide.signature.ContentDigest;
import io.weir.node.decide.signature.HmacInput;
import io.weir.node.decide.signature.HmacTerms;
import io.weir.node.decide.signature.SignedRequest;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Replays;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.EnumSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fields signed with a shared secret, the way of draft-cavage-http-signatures and of Kong; by the same rules as signatures. */
final class HmacAuthenticator implements Authenticator {
    private static final FieldName AUTHORIZATION = FieldName.of("authorization");
    private static final byte[] HMAC = {'h', 'm', 'a', 'c'};
    private static final byte[] SIGNATURE = {'s', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e'};

    /**
     * Where a request may come only once, a node that starts must refuse those that are dated up to so far ahead: they may
     * have come before. Seconds.
     */
    private static final long MOST_AHEAD_ONCE = 10;

    private final Credential.Hmac policy;
    private final HmacTerms terms;
    private final SignatureKeys keys;
    private final AuthenticatorParts parts;

    HmacAuthenticator(Credential.Hmac policy, AuthenticatorParts parts) {
        this.policy = policy;
        this.parts = parts;
        long skew = policy.clockSkew().toSeconds();
        long ahead = policy.replay() == Credential.Replay.REFUSE ? Math.min(skew, MOST_AHEAD_ONCE) : skew;
        terms = new HmacTerms(policy.headers(), skew, ahead);
        keys = new SignatureKeys(parts, EnumSet.copyOf(policy.algorithms()), "hmac");
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        RequestHead head = exchange.head();
        long range = find(head);
        if (range < 0) {
            return Result.ABSENT;
        }
        parts.stripping().field(exchange, AUTHORIZATION);
        int start = (int) (range >>> 32);
        int end = (int) range;
        HmacInput input = HmacInput.parse(head.text(start, end));
        SignedRequest request = new SignedRequest(head, exchange.isSecure());
        byte[] base = input != null && terms.accept(input, request, System.currentTimeMillis() / 1000)
                ? input.base(request)
                : null;
        if (input == null || base == null || input.algorithm().isEmpty()) {
            return Result.WRONG;
        }
        if (parts.guesses().isRefused(exchange, "")) {
            return Result.ANSWERED;
        }
        Guess guess = new Guess("", start, end);
        return new SignedExamination(exchange, later, parts, claim(input, base, request, guess)).begin();
    }

    private static long find(RequestHead head) {
        long range = Schemes.find(head, AUTHORIZATION, HMAC);
        return range < 0 ? Schemes.find(head, AUTHORIZATION, SIGNATURE) : range;
    }

    private SignedExamination.Claim claim(HmacInput input, byte[] base, SignedRequest request, Guess guess) {
        return new SignedExamination.Claim(
                keys.candidates(input.keyId(), input.algorithm()),
                base,
                input.signature(),
                body(input, request),
                policy.mostBodyBytes(),
                mark(input, base, request),
                guess);
    }

    /** Every digest that is signed must be the body's. */
    private static @Nullable Predicate<byte[]> body(HmacInput input, SignedRequest request) {
        boolean old = input.covers("digest");
        boolean current = input.covers("content-digest");
        String oldDigest = request.field("digest");
        String digest = request.field("content-digest");
        return !old && !current
                ? null
                : body -> (!old || ContentDigest.matchesOld(oldDigest, body))
                        && (!current || ContentDigest.matches(digest, body));
    }

    private Replays.@Nullable Mark mark(HmacInput input, byte[] base, SignedRequest request) {
        if (policy.replay() != Credential.Replay.REFUSE) {
            return null;
        }
        long date = HmacTerms.date(input, request);
        return ReplayMarks.of(input.keyId(), base, date, terms.aheadSeconds(), date + terms.skewSeconds() + 1);
    }

    @Override
    public void strip(FilterContext exchange) {
        if (find(exchange.head()) >= 0) {
            parts.stripping().field(exchange, AUTHORIZATION);
        }
    }

    @Override
    public String challenge(boolean wrong) {
        return "hmac realm=\"weir\"";
    }
}
