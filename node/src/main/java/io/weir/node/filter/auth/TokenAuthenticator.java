package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.filter.auth.token.TokenJudge;
import io.weir.node.filter.auth.token.VerifiedToken;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import io.weir.protocol.http.RequestHead;
import java.util.Arrays;

/**
 * A token that is sent as it is (RFC 6750). One that was seen before costs its hash and two look-ups, and allocates
 * nothing; about a new one somebody has to be asked.
 */
final class TokenAuthenticator implements Authenticator {
    private static final String JWT = "jwt";
    private static final String INTROSPECTION = "introspection";
    private static final Object NOTHING = new Object();

    private final TokenLocation location;
    private final TokenJudge judge;
    private final TokenIdentities identities;
    private final Revocations revocations;

    private TokenAuthenticator(
            TokenLocation location, TokenJudge judge, TokenIdentities identities, Revocations revocations) {
        this.location = location;
        this.judge = judge;
        this.identities = identities;
        this.revocations = revocations;
    }

    /** For signed tokens (RFC 7519): a new one is verified on a worker. */
    static TokenAuthenticator of(Credential.Jwt jwt, AuthenticatorParts parts) {
        Revocations revocations = parts.ports().revocations();
        return new TokenAuthenticator(
                new TokenLocation(jwt.from(), parts.stripping()),
                parts.ports().providers().judge(jwt),
                new TokenIdentities(parts.consumers(), revocations, jwt.issuer(), jwt.mapping(), JWT),
                revocations);
    }

    /** For tokens that their issuer is asked about (RFC 7662). */
    static TokenAuthenticator of(Credential.Introspection policy, AuthenticatorParts parts) {
        Revocations revocations = parts.ports().revocations();
        String issuer = policy.issuer().orElse("");
        return new TokenAuthenticator(
                new TokenLocation(policy.from(), parts.stripping()),
                parts.ports().providers().judge(policy),
                new TokenIdentities(parts.consumers(), revocations, issuer, policy.mapping(), INTROSPECTION),
                revocations);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        long range = location.take(exchange);
        if (range == TokenLocation.NONE) {
            return Result.ABSENT;
        }
        int start = (int) (range >>> 32);
        int end = (int) range;
        if (end - start > TokenJudge.LONGEST) {
            return Result.WRONG;
        }
        byte[] buffer = exchange.head().buffer();
        byte[] hash = Sha256.of(buffer, start, end);
        VerifiedToken known = judge.known(hash);
        if (known != null) {
            return result(known);
        }
        TokenJudge.Outcome outcome = judge.verify(
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

    @Override
    public boolean isRepeated(RequestHead head) {
        return location.isRepeated(head);
    }

    /** Whether a bearer token has shown who it is. */
    static boolean hasShown(Identity identity) {
        return identity.method().equals(JWT) || identity.method().equals(INTROSPECTION);
    }

    /** RFC 6750 §3. */
    @Override
    public String challenge(boolean wrong) {
        return wrong ? "Bearer realm=\"weir\", error=\"invalid_token\"" : "Bearer realm=\"weir\"";
    }

    private Result result(TokenJudge.Outcome outcome) {
        if (outcome instanceof TokenJudge.Outcome.Good good) {
            return result(good.token());
        }
        return outcome instanceof TokenJudge.Outcome.Unknown ? Result.UNAVAILABLE : Result.WRONG;
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
