package io.weir.node.filter.auth;

import io.weir.node.decide.auth.AccessDecision;
import io.weir.node.decide.auth.Truth;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import java.util.Optional;
import java.util.Set;

/**
 * Authorize: only whom and what an access rule allows. Who has shown no credential where one might help is asked for it
 * (401); everybody else is refused (403).
 */
public final class AuthorizeFilter implements Filter {
    private static final Problem FORBIDDEN = Problem.of(403, "forbidden", "The consumer may not use this route");

    private final AccessDecision decision;
    private final Set<String> challenges;
    private final FieldName[] hidden;

    /**
     * @param authenticate what asks for credentials on the same route
     * @param hidden fields that no rule sees, because they tell backends who calls
     */
    public AuthorizeFilter(AccessDecision decision, Optional<AuthenticateFilter> authenticate, FieldName[] hidden) {
        this.decision = decision;
        this.hidden = hidden;
        this.challenges = authenticate.map(AuthenticateFilter::challenges).orElse(Set.of());
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestSubject subject = new RequestSubject(exchange, exchange.identity(), hidden);
        if (decision.decide(subject) == Truth.YES) {
            return Outcome.CONTINUE;
        }
        if (mightBeSomebody(subject)) {
            challenges.forEach(challenge -> exchange.addResponseField("WWW-Authenticate", challenge));
            exchange.deny(AuthenticateFilter.UNAUTHENTICATED);
        } else {
            askForScopes(exchange, subject);
            exchange.deny(FORBIDDEN);
        }
        return Outcome.ANSWERED;
    }

    private boolean mightBeSomebody(RequestSubject subject) {
        return !subject.isAuthenticated()
                && !challenges.isEmpty()
                && decision.decide(subject.withoutCaller()) == Truth.UNKNOWN;
    }

    /** Whose token lacks nothing but scopes can get another one with them (RFC 6750 §3.1). */
    private void askForScopes(FilterContext exchange, RequestSubject subject) {
        Identity identity = exchange.identity();
        Set<String> needed =
                identity != null && TokenAuthenticator.hasShown(identity) ? decision.neededScopes(subject) : Set.of();
        if (!needed.isEmpty()) {
            exchange.addResponseField(
                    "WWW-Authenticate",
                    "Bearer realm=\"weir\", error=\"insufficient_scope\", scope=\"" + String.join(" ", needed) + "\"");
        }
    }
}
