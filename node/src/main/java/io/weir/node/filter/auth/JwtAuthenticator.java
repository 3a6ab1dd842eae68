package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.filter.auth.token.TokenVerifier;
import io.weir.node.filter.auth.token.VerifiedToken;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import java.util.Arrays;

/**
 * A signed token (RFC 7519). One that was seen before costs its hash and two look-ups, and allocates nothing; the first
 * time it is verified on a worker.
 */
final class JwtAuthenticator implements Authenticator {
    private static final Object NOTHING = new Object();

    private final TokenLocation location;
    private final TokenVerifier verifier;
    private final TokenIdentities identities;
    private final Revocations revocations;

    JwtAuthenticator(Credential.Jwt jwt, AuthenticatorParts parts) {
        location = new TokenLocation(jwt.from(), parts.stripping());
        verifier = parts.ports().providers().verifier(jwt);
        revocations = parts.ports().revocations();
        identities = new TokenIdentities(parts.consumers(), revocations, jwt.issuer(), jwt.mapping(), "jwt");
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        long range = location.take(exchange);
        if (range == TokenLocation.NONE) {
            return Result.ABSENT;
        }
        int start = (int) (range >>> 32);
        int end = (int) range;
        if (end - start > TokenVerifier.LONGEST) {
            return Result.WRONG;
        }
        byte[] buffer = exchange.head().buffer();
        byte[] hash = Sha256.of(buffer, start, end);
        VerifiedToken known = verifier.known(hash);
        if (known != null) {
            return result(known);
        }
        TokenVerifier.Outcome outcome = verifier.verify(
                hash.clone(),
                Arrays.copyOfRange(buffer, start, end),
                exchange.loop(),
                decided -> later.examined(result(decided)));
        return outcome == null ? Result.PENDING : result(outcome);
    }

    /** Without verifying what nobody asks about any more. */
    @Override
    public void strip(FilterContext exchange) {
        location.take(exchange);
    }

    /** RFC 6750 §3. */
    @Override
    public String challenge(boolean wrong) {
        return wrong ? "Bearer realm=\"weir\", error=\"invalid_token\"" : "Bearer realm=\"weir\"";
    }

    private Result result(TokenVerifier.Outcome outcome) {
        if (outcome instanceof TokenVerifier.Outcome.Good good) {
            return result(good.token());
        }
        return outcome instanceof TokenVerifier.Outcome.Unknown ? Result.UNAVAILABLE : Result.WRONG;
    }

    /** What was concluded holds as long as this document and nothing more is revoked. */
    private Result result(VerifiedToken token) {
        long version = revocations.version();
        Object concluded = token.concluded(this, version, NOTHING);
        if (concluded instanceof Result known) {
            return known;
        }
        Identity identity = identities.of(token.claims());
        Result result = identity == null ? Result.WRONG : new Result.Known(identity);
        token.conclude(this, version, result);
        return result;
    }
}
