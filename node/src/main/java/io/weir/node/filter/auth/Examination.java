package io.weir.node.filter.auth;

import io.weir.node.decide.auth.Need;
import io.weir.node.decide.auth.Need.Standing;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.FilterContext;
import java.util.Arrays;

/** Looks at the credentials of one request in their order. On the exchange's loop. */
final class Examination implements Authenticator.Later {
    private final AuthenticateFilter filter;
    private final FilterContext exchange;
    private final Authenticator[] authenticators;
    private final Need need;
    private final Authenticator.Result[] results;
    private final Standing[] standings;
    private int next;
    private boolean wrong;
    private boolean waits;

    Examination(AuthenticateFilter filter, FilterContext exchange, Authenticator[] authenticators, Need need) {
        this.filter = filter;
        this.exchange = exchange;
        this.authenticators = authenticators;
        this.need = need;
        results = new Authenticator.Result[authenticators.length];
        standings = new Standing[authenticators.length];
        Arrays.fill(results, Authenticator.Result.ABSENT);
        Arrays.fill(standings, Standing.OPEN);
    }

    Outcome run() {
        while (next < authenticators.length) {
            Authenticator authenticator = authenticators[next];
            if (!need.needs(next, standings)) {
                filter.strip(next, exchange);
                next++;
                continue;
            }
            Authenticator.Result result = authenticator.examine(exchange, this);
            if (result instanceof Authenticator.Result.Pending) {
                waits = true;
                return Outcome.WAIT;
            }
            Outcome taken = take(result);
            if (taken != Outcome.CONTINUE) {
                return taken;
            }
        }
        return filter.conclude(exchange, need, results, standings);
    }

    @Override
    public void examined(Authenticator.Result result) {
        if (!waits) {
            throw new IllegalStateException("an examination that waits for nothing was answered");
        }
        waits = false;
        goOn(take(result));
    }

    private void goOn(Outcome taken) {
        Outcome outcome = taken == Outcome.CONTINUE ? run() : taken;
        if (outcome != Outcome.WAIT) {
            exchange.resume(outcome);
        }
    }

    /** What was found out; a guess is counted before anything is answered to it. */
    private Outcome take(Authenticator.Result examined) {
        Authenticator.Result result = isTrusted(examined) ? examined : Authenticator.Result.WRONG;
        if (result instanceof Authenticator.Result.Wrong || result instanceof Authenticator.Result.Unavailable) {
            wrong = true;
            filter.strip(next, exchange);
        }
        results[next] = result;
        standings[next] = standing(result);
        next++;
        if (result instanceof Authenticator.Result.Wrong mistaken && mistaken.guess() != null) {
            return charged(filter.guesses().charge(exchange, mistaken.guess(), pause -> goOn(charged(pause))));
        }
        return result instanceof Authenticator.Result.Answered ? Outcome.ANSWERED : Outcome.CONTINUE;
    }

    private boolean isTrusted(Authenticator.Result examined) {
        return !(examined instanceof Authenticator.Result.Known known)
                || !filter.isRevoked(known.identity()) && !filter.isAmbiguous(next, exchange.head());
    }

    private Outcome charged(long pauseNanos) {
        if (pauseNanos == Guesses.WAIT) {
            return Outcome.WAIT;
        }
        if (pauseNanos == 0) {
            return Outcome.CONTINUE;
        }
        Guesses.refuse(exchange, pauseNanos);
        return Outcome.ANSWERED;
    }

    /** Nobody is let in as somebody anonymous with a credential that is wrong. */
    private Standing standing(Authenticator.Result result) {
        boolean good = result instanceof Authenticator.Result.Known || result instanceof Authenticator.Result.Nobody;
        return good && !(wrong && authenticators[next] instanceof AnonymousAuthenticator)
                ? Standing.MET
                : Standing.UNMET;
    }
}
