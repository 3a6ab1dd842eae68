package io.weir.node.filter.auth;

import io.weir.config.model.Policy;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.Problem;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authenticate: asks authenticators in their order; the first valid credential counts. All of them are asked, so that no
 * credential goes on to the backend; whoever is not identified gets the same 401, whatever was wrong.
 */
public final class AuthenticateFilter implements Filter {
    private static final Problem UNAUTHENTICATED = Problem.of(401, "unauthenticated", "A valid credential is needed");

    private final Authenticator[] authenticators;

    private AuthenticateFilter(List<Authenticator> authenticators) {
        this.authenticators = authenticators.toArray(Authenticator[]::new);
    }

    public static AuthenticateFilter of(Policy.Authenticate policy, Consumers consumers) {
        return new AuthenticateFilter(policy.anyOf().stream()
                .<Authenticator>map(place -> new ApiKeyAuthenticator(place, consumers))
                .toList());
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        exchange.dropRequestField(IdentityFields.NAME);
        exchange.dropRequestField(IdentityFields.GROUPS);
        return ask(exchange, 0, null, false, false);
    }

    /** @param waited the exchange waits by now, and is resumed instead of answered to */
    private Outcome ask(FilterContext exchange, int from, @Nullable Identity known, boolean wrong, boolean waited) {
        Identity found = known;
        boolean bad = wrong;
        for (int i = from; i < authenticators.length; i++) {
            Identity sofar = found;
            boolean badSofar = bad;
            int next = i + 1;
            Authenticator.Result result = authenticators[i].examine(
                    exchange, later -> ask(exchange, next, first(sofar, later), badSofar || isWrong(later), true));
            if (result instanceof Authenticator.Result.Pending) {
                return Outcome.WAIT;
            }
            found = first(found, result);
            bad |= isWrong(result);
        }
        Outcome outcome = conclude(exchange, found, bad);
        if (waited) {
            exchange.resume(outcome);
        }
        return outcome;
    }

    private static @Nullable Identity first(@Nullable Identity known, Authenticator.Result result) {
        return known == null && result instanceof Authenticator.Result.Known found ? found.identity() : known;
    }

    private static boolean isWrong(Authenticator.Result result) {
        return result instanceof Authenticator.Result.Wrong;
    }

    private Outcome conclude(FilterContext exchange, @Nullable Identity found, boolean wrong) {
        if (found == null) {
            Set<String> challenges = new LinkedHashSet<>();
            for (Authenticator authenticator : authenticators) {
                challenges.add(authenticator.challenge(wrong));
            }
            challenges.forEach(challenge -> exchange.addResponseField("WWW-Authenticate", challenge));
            exchange.deny(UNAUTHENTICATED);
            return Outcome.ANSWERED;
        }
        exchange.identify(found);
        exchange.addRequestLines(found.requestLines());
        return Outcome.CONTINUE;
    }
}
