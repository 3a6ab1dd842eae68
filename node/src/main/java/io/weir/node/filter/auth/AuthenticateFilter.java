package io.weir.node.filter.auth;

import io.weir.config.model.Policy;
import io.weir.config.model.Requirement;
import io.weir.node.decide.auth.Need;
import io.weir.node.decide.auth.Need.Standing;
import io.weir.node.filter.CompilerPorts;
import io.weir.node.filter.auth.Authenticator.Result;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.Revocations;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Authenticate: looks at credentials in their order until it is decided who the request is from, and drops all of them
 * from what is forwarded. Whoever is not identified gets the same 401, whatever was wrong.
 */
public final class AuthenticateFilter implements Filter {
    static final Problem UNAUTHENTICATED = Problem.of(401, "unauthenticated", "A valid credential is needed");
    private static final Problem UNAVAILABLE =
            Problem.of(503, "authentication-unavailable", "Credentials cannot be checked now");

    private final Authenticator[] authenticators;
    /** They take credentials out, which those that examine them leave where the policy forwards them. */
    private final Authenticator[] strippers;

    private final boolean forwards;
    private final Need need;
    private final ForwardedFields forwarded;
    private final Revocations revocations;
    private final Guesses guesses;
    private final String wanted;

    private AuthenticateFilter(
            List<Authenticator> authenticators,
            List<Authenticator> strippers,
            Need need,
            ForwardedFields forwarded,
            Revocations revocations,
            Guesses guesses) {
        this.guesses = guesses;
        this.authenticators = authenticators.toArray(Authenticator[]::new);
        this.forwards = !strippers.isEmpty();
        this.strippers = forwards ? strippers.toArray(Authenticator[]::new) : this.authenticators;
        this.wanted = authenticators.stream()
                .map(Authenticator::wanted)
                .filter(text -> !text.isEmpty())
                .distinct()
                .collect(Collectors.joining(", "));
        this.need = need;
        this.forwarded = forwarded;
        this.revocations = revocations;
    }

    public static AuthenticateFilter of(
            Policy.Authenticate policy, Consumers consumers, CompilerPorts ports, AuthenticationState state) {
        List<Authenticator> authenticators = new ArrayList<>();
        Guesses guesses = state.guesses(policy.guessing());
        Stripping stripping = new Stripping(policy.forwardCredentials());
        AuthenticatorParts parts = new AuthenticatorParts(consumers, ports, state, stripping, guesses);
        Need need = need(policy.requirement(), parts, authenticators);
        List<Authenticator> strippers = new ArrayList<>();
        if (policy.forwardCredentials()) {
            need(
                    policy.requirement(),
                    new AuthenticatorParts(consumers, ports, state, new Stripping(false), guesses),
                    strippers);
        }
        ForwardedFields forwarded = new ForwardedFields(policy.forward());
        return new AuthenticateFilter(authenticators, strippers, need, forwarded, ports.revocations(), guesses);
    }

    private static Need need(Requirement requirement, AuthenticatorParts parts, List<Authenticator> made) {
        if (requirement instanceof Requirement.One one) {
            made.add(Authenticators.of(one.credential(), parts));
            return new Need.One(made.size() - 1);
        }
        return requirement instanceof Requirement.AnyOf any
                ? new Need.AnyOf(needs(any.items(), parts, made))
                : new Need.AllOf(needs(((Requirement.AllOf) requirement).items(), parts, made));
    }

    private static List<Need> needs(List<Requirement> items, AuthenticatorParts parts, List<Authenticator> made) {
        return items.stream().map(item -> need(item, parts, made)).toList();
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        return new Examination(this, exchange, authenticators, need).run();
    }

    /** Nobody has vouched for the credential: no backend gets it. */
    void strip(int credential, FilterContext exchange) {
        strippers[credential].strip(exchange);
    }

    /** Whether a backend could read another credential than the one that was examined. */
    boolean isAmbiguous(int credential, RequestHead head) {
        return forwards && authenticators[credential].isRepeated(head);
    }

    /** Whether everything of a consumer was revoked, whatever showed who it is. */
    boolean isRevoked(Identity identity) {
        return revocations.isRevoked(
                Revocations.Kind.CONSUMER, identity.consumer().name());
    }

    Guesses guesses() {
        return guesses;
    }

    Outcome conclude(FilterContext exchange, Need needed, Result[] results, Standing[] standings) {
        if (needed.standing(standings) != Standing.MET) {
            if (isUndecided(results)) {
                exchange.deny(UNAVAILABLE);
                return Outcome.ANSWERED;
            }
            challenge(exchange, results);
            exchange.deny(UNAUTHENTICATED);
            return Outcome.ANSWERED;
        }
        List<Identity> found = new ArrayList<>(1);
        needed.identities(standings, credential -> {
            if (results[credential] instanceof Result.Known known) {
                found.add(known.identity());
            }
        });
        if (!found.isEmpty()) {
            Identity identity = found.size() == 1 ? found.get(0) : merged(found);
            exchange.identify(identity);
            exchange.addRequestLines(identity.requestLines());
            byte[] lines = forwarded.lines(identity);
            if (lines.length > 0) {
                exchange.addRequestLines(lines);
            }
        }
        return Outcome.CONTINUE;
    }

    /** Somebody who may well have a good credential is not told that it is wrong. */
    private static boolean isUndecided(Result[] results) {
        for (Result result : results) {
            if (result instanceof Result.Unavailable) {
                return true;
            }
        }
        return false;
    }

    /** Who the first one shows, with what all of them allow and say. */
    private static Identity merged(List<Identity> all) {
        Identity first = all.get(0);
        Set<String> scopes = new LinkedHashSet<>();
        Map<String, Object> claims = new HashMap<>();
        for (Identity one : all) {
            scopes.addAll(one.scopes());
            one.claims().forEach(claims::putIfAbsent);
        }
        return new Identity(first.consumer(), first.method(), scopes, claims, first.requestLines());
    }

    /** What somebody who has shown nothing can be asked for; none: nothing that can be said in a field. */
    Set<String> challenges() {
        Set<String> challenges = new LinkedHashSet<>();
        for (Authenticator authenticator : authenticators) {
            challenges.add(authenticator.challenge(false));
        }
        challenges.remove("");
        return challenges;
    }

    private void challenge(FilterContext exchange, @Nullable Result[] results) {
        Set<String> challenges = new LinkedHashSet<>();
        for (int i = 0; i < authenticators.length; i++) {
            challenges.add(authenticators[i].challenge(results[i] instanceof Result.Wrong));
        }
        challenges.remove("");
        challenges.forEach(challenge -> exchange.addResponseField("WWW-Authenticate", challenge));
        if (!wanted.isEmpty()) {
            exchange.addResponseField("Accept-Signature", wanted);
        }
    }
}
