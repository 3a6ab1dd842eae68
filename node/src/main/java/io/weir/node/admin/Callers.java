package io.weir.node.admin;

import io.weir.node.state.AdminRole;
import io.weir.node.state.AdminTokens;
import io.weir.protocol.admin.ProblemReport;
import io.weir.protocol.http.Problem;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/** Finds out who asks. Thread-safe. */
final class Callers {
    /** What the holder of the node's own token is called. */
    static final String BOOTSTRAP = "admin";

    private static final String BEARER = "Bearer ";

    private final AdminToken nodeToken;
    private final AdminTokens tokens;
    private final Guesses guesses;
    private final CertificateRoles certificates;
    private final boolean certificateRequired;
    private final LongAdder wrong = new LongAdder();

    Callers(AdminTokens tokens, Guesses guesses, AdminListening listening) {
        this.nodeToken = listening.token();
        this.tokens = tokens;
        this.guesses = guesses;
        this.certificates = new CertificateRoles(listening.clients());
        this.certificateRequired = listening.certificateRequired();
    }

    /**
     * A token comes before a certificate: who sends one means it.
     *
     * @param attempt is told that a wrong credential came
     * @throws Refusal 403 when a certificate is missing; 401 when it is nobody; 429 when too many wrong credentials have come from there
     */
    Caller of(HttpRequest request, Attempt attempt) {
        String said =
                request.getHeader("Authorization").map(field -> field.value()).orElse("");
        Optional<X509Certificate> shown = CertificateRoles.shown(request);
        if (certificateRequired && shown.isEmpty()) {
            throw Refusal.of(
                    403,
                    "certificate-needed",
                    "The admin API needs a client certificate",
                    "The connection shows none (weir.admin.tls.required).");
        }
        if (said.isEmpty()) {
            return shown.flatMap(certificate -> certificates.of(certificate, textOf(request)))
                    .orElseThrow(() -> unknown(false));
        }
        String key = addressOf(request).map(Guesses::key).orElse("");
        long pause = guesses.pause(key, System.nanoTime());
        if (pause > 0) {
            throw tooManyGuesses(pause);
        }
        boolean bearer = said.regionMatches(true, 0, BEARER, 0, BEARER.length());
        if (bearer) {
            Optional<Caller> caller = holder(said.substring(BEARER.length()).strip(), textOf(request));
            if (caller.isPresent()) {
                return caller.get();
            }
        }
        guesses.wrong(key, System.nanoTime());
        wrong.increment();
        attempt.note();
        throw unknown(bearer);
    }

    /** How many wrong credentials have come. */
    long wrongCredentials() {
        return wrong.sum();
    }

    private Optional<Caller> holder(String secret, String address) {
        if (nodeToken.matches(secret)) {
            return Optional.of(new Caller(BOOTSTRAP, AdminRole.ADMIN, address));
        }
        return tokens.find(secret, Instant.now()).map(token -> new Caller(token.name(), token.role(), address));
    }

    private static Refusal unknown(boolean bearer) {
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

    private static Refusal tooManyGuesses(long pauseNanos) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(pauseNanos) + 1;
        Problem problem = new Problem(
                429,
                "too-many-guesses",
                "Too many wrong credentials came from this address",
                "Nothing is taken from it for " + seconds + " s.");
        return new Refusal(ProblemReport.of(problem), Answers.header("Retry-After", Long.toString(seconds)));
    }

    static Optional<InetAddress> addressOf(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress).flatMap(RemoteAddress::getAddress);
    }

    /** Empty when it is not known. */
    static String textOf(HttpRequest request) {
        return addressOf(request).map(InetAddress::getHostAddress).orElse("");
    }
}
