package io.weir.node.admin;

import io.weir.node.state.AdminIssuer;
import io.weir.node.state.AdminRole;
import io.weir.node.state.AdminTokens;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RemoteAddress;

/** Finds out who asks. Thread-safe. */
final class Callers {
    /** What the holder of the node's own token is called. */
    static final String BOOTSTRAP = "admin";

    /** Before the names of holders that an issuer tells: no token or certificate is called so. */
    private static final String ISSUED = "oidc:";

    private static final String BEARER = "Bearer ";

    private final AdminToken nodeToken;
    private final AdminTokens tokens;
    private final AdminIssuer issuer;
    private final Guesses guesses;
    private final CertificateRoles certificates;
    private final boolean certificateRequired;
    private final LongAdder wrong = new LongAdder();

    Callers(AdminTokens tokens, AdminIssuer issuer, Guesses guesses, AdminListening listening) {
        this.nodeToken = listening.token();
        this.tokens = tokens;
        this.issuer = issuer;
        this.guesses = guesses;
        this.certificates = new CertificateRoles(listening.clients());
        this.certificateRequired = listening.certificateRequired();
    }

    /**
     * A token comes before a certificate: who sends one means it.
     *
     * @param attempt is told that a wrong credential came
     * @return fails as this method does when an issuer has to be asked
     * @throws Refusal 403 when a certificate is missing or the holder has no role; 401 when it is nobody; 429 when too many
     *     wrong credentials have come from there; 503 while an issuer's keys are not there
     */
    CompletionStage<Caller> of(HttpRequest request, Attempt attempt) {
        String said =
                request.getHeader("Authorization").map(field -> field.value()).orElse("");
        Optional<X509Certificate> shown = CertificateRoles.shown(request);
        if (certificateRequired && shown.isEmpty()) {
            throw CallerRefusals.certificateNeeded();
        }
        if (said.isEmpty()) {
            Optional<Caller> caller = shown.flatMap(certificate -> certificates.of(certificate, textOf(request)));
            if (caller.isEmpty() && shown.isPresent()) {
                attempt.note();
            }
            return CompletableFuture.completedFuture(caller.orElseThrow(() -> CallerRefusals.unknown(false)));
        }
        String key = addressOf(request).map(Guesses::key).orElse("");
        long pause = guesses.pause(key, System.nanoTime());
        if (pause > 0) {
            throw CallerRefusals.tooManyGuesses(pause);
        }
        if (!said.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw wrong(key, attempt, false);
        }
        String secret = said.substring(BEARER.length()).strip();
        Optional<Caller> holder = holder(secret, textOf(request));
        return holder.isPresent()
                ? CompletableFuture.completedFuture(holder.get())
                : issuer.holder(secret).thenApply(answer -> issued(answer, key, textOf(request), attempt));
    }

    private Caller issued(AdminIssuer.Answer answer, String key, String address, Attempt attempt) {
        if (answer instanceof AdminIssuer.Answer.Holder holder) {
            return new Caller(ISSUED + holder.name(), holder.role(), address);
        }
        if (answer instanceof AdminIssuer.Answer.Unknown) {
            throw CallerRefusals.issuerUnavailable();
        }
        if (answer instanceof AdminIssuer.Answer.NoRole holder) {
            attempt.note();
            throw CallerRefusals.noRole(ISSUED + holder.name());
        }
        throw wrong(key, attempt, true);
    }

    private Refusal wrong(String key, Attempt attempt, boolean bearer) {
        guesses.wrong(key, System.nanoTime());
        wrong.increment();
        attempt.note();
        return CallerRefusals.unknown(bearer);
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

    static Optional<InetAddress> addressOf(HttpRequest request) {
        return request.getAttribute(AttributeKeys.remoteAddress).flatMap(RemoteAddress::getAddress);
    }

    /** Empty when it is not known. */
    static String textOf(HttpRequest request) {
        return addressOf(request).map(InetAddress::getHostAddress).orElse("");
    }
}
