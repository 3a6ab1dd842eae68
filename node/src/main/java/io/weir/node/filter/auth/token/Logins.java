package io.weir.node.filter.auth.token;

import com.nimbusds.jose.util.Base64URL;
import io.weir.config.model.Credential;
import io.weir.node.decide.auth.Claims;
import io.weir.node.filter.auth.token.TokenJudge.Outcome;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Sealing;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logins of browsers at one issuer (OpenID Connect Core §3.1: code flow, with PKCE): where a browser is sent, and what
 * becomes of the answer that it brings. Nothing is kept between the two but by the browser. Thread-safe, never blocks.
 */
public final class Logins {
    private static final Logger LOG = LoggerFactory.getLogger(Logins.class);
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MOST_AT_ONCE = 1_000;
    private static final int NAME_PART = 8;

    /** A browser that is to be sent to the issuer. */
    public record Start(String location, String cookie, String value) {
        /** Never the cookie. */
        @Override
        public String toString() {
            return "a login that begins";
        }
    }

    /** What a browser brought back. */
    public record Return(String state, String code, String issuer) {
        /** Never the code. */
        @Override
        public String toString() {
            return "an answer of an issuer";
        }
    }

    /** What became of a login. */
    public sealed interface Ended {
        /**
         * @param cookie the session's value
         * @param returnTo path and query on this host
         */
        record In(String cookie, String returnTo) implements Ended {
            /** Never the cookie. */
            @Override
            public String toString() {
                return "a login that succeeded";
            }
        }

        /** It is refused: not this browser's, too old, or not what the issuer says. */
        record Failed() implements Ended {}

        /** The issuer does not answer. */
        record Unknown() implements Ended {}

        Failed FAILED = new Failed();
        Unknown UNKNOWN = new Unknown();
    }

    private final Credential.Oidc policy;
    private final KeySource source;
    private final TokenVerifier idTokens;
    private final ProviderCalls calls;
    private final Sealing sealing;
    private final Clock clock;
    private final Sessions sessions;
    private final AtomicInteger ending = new AtomicInteger();

    Logins(
            Credential.Oidc policy,
            KeySource source,
            TokenVerifier idTokens,
            ProviderCalls calls,
            Sealing sealing,
            Clock clock) {
        this.policy = policy;
        this.source = source;
        this.idTokens = idTokens;
        this.calls = calls;
        this.sealing = sealing;
        this.clock = clock;
        this.sessions = new Sessions(policy, sealing, clock);
    }

    public Sessions sessions() {
        return sessions;
    }

    /** Whether it is known where logins end; not so on a node that has just begun to ask the issuer. */
    public boolean isReady() {
        return provider().flatMap(ProviderDocument::token).isPresent();
    }

    /** Waits until more is known of the issuer; {@link KeySource#await}. */
    public boolean await(Executor loop, Runnable then) {
        return source.await(loop, then);
    }

    private Optional<ProviderDocument> provider() {
        return source.keys() == null ? Optional.empty() : source.provider();
    }

    /**
     * Where a browser is sent to log in; null while nothing is known of the issuer.
     *
     * @param base how the browser reached this host
     * @param returnTo path and query where it is sent afterwards, on this host
     */
    public @Nullable Start start(String base, String returnTo) {
        Optional<URI> endpoint = provider().flatMap(ProviderDocument::authorization);
        if (endpoint.isEmpty()) {
            return null;
        }
        LoginTicket ticket = LoginTicket.make(base + policy.callback(), returnTo, clock.seconds());
        Map<String, String> query = Map.of(
                "response_type", "code",
                "client_id", policy.clientId(),
                "redirect_uri", ticket.callback(),
                "scope", String.join(" ", policy.scopes()),
                "state", ticket.state(),
                "nonce", ticket.nonce(),
                "code_challenge", sha256(ticket.verifier()),
                "code_challenge_method", "S256");
        return new Start(
                with(endpoint.get(), query), cookie(ticket.state()), ticket.sealed(sealing, name(ticket.state())));
    }

    /** Whether it looks like one of ours. */
    public static boolean isState(String text) {
        return text.length() == LoginTicket.STATE_LENGTH
                && text.chars().allMatch(c -> c == '-' || c == '_' || (c < 0x7f && Character.isLetterOrDigit(c)));
    }

    /** The cookie of a login under way: several tabs have several. */
    public String cookie(String state) {
        return policy.session().cookie() + "-" + state.substring(0, NAME_PART);
    }

    private String name(String state) {
        return policy.issuer() + " " + policy.clientId() + " " + state;
    }

    private static String sha256(String text) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return Base64URL.encode(digest.digest(text.getBytes(StandardCharsets.US_ASCII)))
                    .toString();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private static String with(URI endpoint, Map<String, String> query) {
        StringBuilder text = new StringBuilder(endpoint.toString());
        char before = endpoint.getRawQuery() == null ? '?' : '&';
        for (Map.Entry<String, String> field : query.entrySet()) {
            text.append(before).append(field.getKey()).append('=');
            text.append(URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8));
            before = '&';
        }
        return text.toString();
    }

    /**
     * Goes on with what a browser brought back.
     *
     * @param cookie the value of the cookie of {@link #cookie}
     * @param then run on {@code loop}, once, where the answer is null
     */
    public @Nullable Ended end(Return brought, String cookie, Executor loop, Consumer<Ended> then) {
        LoginTicket ticket = LoginTicket.open(sealing, name(brought.state), cookie, clock.seconds());
        boolean issuers = brought.issuer.isEmpty() || brought.issuer.equals(policy.issuer());
        if (ticket == null || !ticket.state().equals(brought.state) || brought.code.isEmpty() || !issuers) {
            return Ended.FAILED;
        }
        Optional<URI> endpoint = provider().flatMap(ProviderDocument::token);
        if (endpoint.isEmpty() || ending.incrementAndGet() > MOST_AT_ONCE) {
            endpoint.ifPresent(any -> ending.decrementAndGet());
            return Ended.UNKNOWN;
        }
        try {
            redeem(endpoint.get(), brought.code, ticket, loop, ended -> {
                ending.decrementAndGet();
                then.accept(ended);
            });
            return null;
        } catch (RejectedExecutionException full) {
            ending.decrementAndGet();
            return Ended.UNKNOWN;
        }
    }

    private void redeem(URI endpoint, String code, LoginTicket ticket, Executor loop, Consumer<Ended> then) {
        Map<String, String> form = Map.of(
                "grant_type",
                "authorization_code",
                "code",
                code,
                "redirect_uri",
                ticket.callback(),
                "code_verifier",
                ticket.verifier());
        calls.post(
                        endpoint,
                        form,
                        new ProviderCalls.Client(policy.clientId(), policy.clientSecret()),
                        policy.keys().trust(),
                        TIMEOUT)
                .whenComplete((reply, failure) -> loop.execute(() -> redeemed(reply, failure, ticket, loop, then)));
    }

    private void redeemed(
            HttpCalls.@Nullable Reply reply,
            @Nullable Throwable failure,
            LoginTicket ticket,
            Executor loop,
            Consumer<Ended> then) {
        Map<String, Object> answer = reply == null ? null : StrictJson.object(reply.body());
        if (answer == null || !(answer.get("id_token") instanceof String idToken)) {
            boolean refused = failure != null && ProviderCalls.isRefusal(failure);
            if (!refused) {
                LOG.warn(
                        "{} does not end logins: {}",
                        policy.issuer(),
                        failure == null ? "no ID token" : KeySource.reason(failure));
            }
            then.accept(refused ? Ended.FAILED : Ended.UNKNOWN);
            return;
        }
        byte[] token = idToken.getBytes(StandardCharsets.ISO_8859_1);
        String scope = Claims.text(answer, "scope");
        Outcome now = idTokens.verify(hash(token), token, loop, outcome -> then.accept(ended(outcome, scope, ticket)));
        if (now != null) {
            then.accept(ended(now, scope, ticket));
        }
    }

    /** What a {@link TokenJudge} knows a token by. */
    static byte[] hash(byte[] token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    private Ended ended(Outcome outcome, String scope, LoginTicket ticket) {
        if (!(outcome instanceof Outcome.Good good)) {
            return outcome instanceof Outcome.Unknown ? Ended.UNKNOWN : Ended.FAILED;
        }
        Map<String, Object> claims = good.token().claims();
        Object party = claims.getOrDefault("azp", policy.clientId());
        boolean several = claims.get("aud") instanceof List<?> list && list.size() > 1 && !claims.containsKey("azp");
        if (!ticket.nonce().equals(claims.get("nonce")) || !policy.clientId().equals(party) || several) {
            return Ended.FAILED;
        }
        String cookie = sessions.begin(kept(claims, scope));
        if (cookie == null) {
            LOG.warn("a login at {} does not fit into a cookie: keep fewer claims", policy.issuer());
            return Ended.FAILED;
        }
        return new Ended.In(cookie, ticket.returnTo());
    }

    private Map<String, Object> kept(Map<String, Object> claims, String scope) {
        Map<String, Object> kept = new HashMap<>();
        keep(kept, claims, "sub");
        keep(kept, claims, policy.mapping().consumer());
        keep(kept, claims, policy.mapping().scopes());
        policy.mapping().groups().ifPresent(name -> keep(kept, claims, name));
        policy.claims().forEach(name -> keep(kept, claims, name));
        kept.putIfAbsent(policy.mapping().scopes(), scope.isEmpty() ? String.join(" ", policy.scopes()) : scope);
        return kept;
    }

    private static void keep(Map<String, Object> kept, Map<String, Object> claims, String name) {
        Object value = Claims.at(claims, name);
        if (value != null) {
            kept.put(name, value);
        }
    }

    /** Where a browser is sent after its session was ended here: to end the issuer's too, if it says where. */
    public String afterLogout(String base) {
        return provider()
                .flatMap(ProviderDocument::endSession)
                .map(endpoint ->
                        with(endpoint, Map.of("client_id", policy.clientId(), "post_logout_redirect_uri", base + "/")))
                .orElse(base + "/");
    }
}
