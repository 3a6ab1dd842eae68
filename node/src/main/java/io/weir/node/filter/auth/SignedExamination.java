package io.weir.node.filter.auth;

import io.weir.node.filter.auth.Authenticator.Later;
import io.weir.node.filter.auth.Authenticator.Result;
import io.weir.node.filter.auth.SignatureKeys.Candidates;
import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Replays;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One signed request on its way to be believed: first the signature, then the body, which nobody need receive for somebody
 * unknown, and last whether it came before, so that nothing that fails uses up its one time. On the exchange's loop.
 */
final class SignedExamination {
    /** Larger ones are not hashed on a loop. */
    private static final int QUICK_BODY_BYTES = 32 * 1024;

    /**
     * What is to be verified.
     *
     * @param base what is signed
     * @param body whether a body is the one that is signed; null when none is
     * @param mark what must not come again; null when it may
     */
    record Claim(
            Candidates candidates,
            byte[] base,
            byte[] signature,
            @Nullable Predicate<byte[]> body,
            int mostBodyBytes,
            Replays.@Nullable Mark mark,
            Guess guess) {}

    private final FilterContext exchange;
    private final Later later;
    private final BoundedWork work;
    private final Replays replays;
    private final Claim claim;

    SignedExamination(FilterContext exchange, Later later, AuthenticatorParts parts, Claim claim) {
        this.exchange = exchange;
        this.later = later;
        this.work = parts.state().signatures();
        this.replays = parts.ports().replays();
        this.claim = claim;
    }

    Result begin() {
        return claim.candidates().isQuick() ? afterSignature(verify()) : aside(this::verify, this::afterSignature);
    }

    private Result verify() {
        Result known = claim.candidates().verify(claim.base(), claim.signature(), System.currentTimeMillis());
        return known == null ? new Result.Wrong(claim.guess()) : known;
    }

    /** Works beside the loop, and goes on upon it. */
    private Result aside(Supplier<Result> what, UnaryOperator<Result> then) {
        boolean taken = work.take(() -> {
            Result found = what.get();
            exchange.loop().execute(() -> goOn(then.apply(found)));
        });
        return taken ? Result.PENDING : Result.UNAVAILABLE;
    }

    private void goOn(Result result) {
        if (!(result instanceof Result.Pending)) {
            later.examined(result);
        }
    }

    private Result afterSignature(Result signer) {
        if (!(signer instanceof Result.Known) || claim.body() == null) {
            return afterBody(signer);
        }
        return switch (exchange.collectBody(claim.mostBodyBytes(), () -> goOn(withBody(signer)))) {
            case CONTINUE -> withBody(signer);
            case ANSWERED -> Result.ANSWERED;
            case WAIT -> Result.PENDING;
        };
    }

    private Result withBody(Result signer) {
        byte[] body = exchange.body();
        Predicate<byte[]> expected = claim.body();
        if (body == null || expected == null) {
            throw new IllegalStateException("the body was collected");
        }
        Supplier<Result> compare = () -> expected.test(body) ? signer : Result.WRONG;
        return body.length <= QUICK_BODY_BYTES ? afterBody(compare.get()) : aside(compare, this::afterBody);
    }

    private Result afterBody(Result signer) {
        Replays.Mark mark = claim.mark();
        if (!(signer instanceof Result.Known) || mark == null) {
            return signer;
        }
        replays.show(
                mark,
                exchange.loop(),
                seen -> later.examined(
                        switch (seen) {
                            case FIRST -> signer;
                            case AGAIN -> Result.WRONG;
                            case UNKNOWN -> Result.UNAVAILABLE;
                        }));
        return Result.PENDING;
    }
}
