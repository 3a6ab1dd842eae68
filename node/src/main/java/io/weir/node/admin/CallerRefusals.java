package io.weir.node.admin;

import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.util.concurrent.TimeUnit;

/** What is said to whoever is not let in. */
final class CallerRefusals {
    private CallerRefusals() {}

    static Refusal certificateNeeded() {
        return Refusal.of(
                403,
                "certificate-needed",
                "The admin API needs a client certificate",
                "The connection shows none (weir.admin.tls.required).");
    }

    static Refusal noRole(String name) {
        return Refusal.of(
                403,
                "role-needed",
                "The role does not allow this",
                "The token of " + name + " is good, but gives no role (weir.admin.oidc).");
    }

    static Refusal issuerUnavailable() {
        Problem problem = new Problem(
                503,
                "authentication-unavailable",
                "It cannot be found out whose token this is",
                "The keys of weir.admin.oidc.issuer are not there.");
        return new Refusal(ProblemReport.of(problem), Answers.header("Retry-After", "2"));
    }

    static Refusal unknown(boolean bearer) {
        String challenge = "Bearer realm=\"weir\"" + (bearer ? ", error=\"invalid_token\"" : "");
        Problem problem = new Problem(
                401,
                "unauthorized",
                "The admin API needs a token",
                bearer ? "The token is none that is valid here." : "The request carries no bearer token.");
        return new Refusal(
                ProblemReport.of(problem).at("Authorization", "Bearer and a token"),
                Answers.header("WWW-Authenticate", challenge));
    }

    static Refusal tooManyGuesses(long pauseNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(pauseNanos) + 1;
        Problem problem = new Problem(
                429,
                "too-many-guesses",
                "Too many wrong credentials came from this address",
                "Nothing is taken from it for " + seconds + " s.");
        return new Refusal(ProblemReport.of(problem), Answers.header("Retry-After", Long.toString(seconds)));
    }
}
