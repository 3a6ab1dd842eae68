package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.decide.auth.FieldTexts;
import io.weir.node.filter.auth.token.TrustedCalls;
import io.weir.node.state.FilterContext;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Identity;
import io.weir.protocol.http.FieldName;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Another server decides about each request. 2xx lets it in; a redirect or a 4xx is what the client is answered; anything
 * else, or nothing, is no decision.
 */
final class ForwardAuthenticator implements Authenticator {
    private static final FieldName AUTHORIZATION = FieldName.of("authorization");
    private static final int MOST_BYTES = 64 * 1024;
    /** Requests that are asked about at the same time. */
    private static final int MOST_ASKED = 5_000;
    /** What a client needs of an answer that is passed on. */
    private static final List<String> PASSED_ON =
            List.of("Location", "WWW-Authenticate", "Set-Cookie", "Cache-Control", "Retry-After");

    private final Credential.ForwardAuth policy;
    private final TrustedCalls calls;
    private final Consumers consumers;
    private final ForwardedQuestion question;
    private final FieldName[] told;
    private final boolean usesAuthorization;
    private final Stripping stripping;
    private final AtomicInteger asking = new AtomicInteger();

    ForwardAuthenticator(Credential.ForwardAuth policy, AuthenticatorParts parts) {
        this.policy = policy;
        this.calls = parts.ports().providers().calls(policy.trust());
        this.consumers = parts.consumers();
        this.question = new ForwardedQuestion(policy.requestFields());
        this.usesAuthorization = policy.requestFields().stream().anyMatch("Authorization"::equalsIgnoreCase);
        this.stripping = parts.stripping();
        this.told = policy.responseFields().stream().map(FieldName::loose).toArray(FieldName[]::new);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        strip(exchange);
        if (asking.incrementAndGet() > MOST_ASKED) {
            asking.decrementAndGet();
            return undecided();
        }
        ask(exchange).whenComplete((reply, failure) -> exchange.loop().execute(() -> {
            asking.decrementAndGet();
            later.examined(reply == null ? undecided() : decided(exchange, reply));
        }));
        return Result.PENDING;
    }

    private CompletionStage<HttpCalls.Reply> ask(FilterContext exchange) {
        try {
            return calls.send(new HttpCalls.Call(
                    "GET",
                    policy.url(),
                    question.fields(exchange),
                    new byte[0],
                    policy.timeout(),
                    MOST_BYTES,
                    List.of()));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // the workers have too much to do
        }
    }

    /** What only the decider may say is not let through from outside; nor is a credential that is meant for it. */
    @Override
    public void strip(FilterContext exchange) {
        for (FieldName name : told) {
            exchange.dropRequestField(name);
        }
        if (usesAuthorization) {
            stripping.field(exchange, AUTHORIZATION);
        }
    }

    @Override
    public String challenge(boolean wrong) {
        return "";
    }

    private Result undecided() {
        return policy.admitsWhenDown() ? Result.NOBODY : Result.UNAVAILABLE;
    }

    private Result decided(FilterContext exchange, HttpCalls.Reply reply) {
        int status = reply.status();
        if (status >= 200 && status < 300) {
            return letIn(exchange, reply);
        }
        if (status < 300 || status >= 500 || status == 304) {
            return undecided();
        }
        passOn(exchange, reply);
        return Result.ANSWERED;
    }

    private Result letIn(FilterContext exchange, HttpCalls.Reply reply) {
        StringBuilder lines = new StringBuilder();
        for (String name : policy.responseFields()) {
            String value = first(reply, name);
            if (value != null) {
                lines.append(name).append(": ").append(FieldTexts.value(value)).append("\r\n");
            }
        }
        if (!lines.isEmpty()) {
            exchange.addRequestLines(lines.toString().getBytes(StandardCharsets.US_ASCII));
        }
        String consumer = policy.consumerField().map(name -> first(reply, name)).orElse("");
        return consumer.isEmpty() ? Result.NOBODY : new Result.Known(identity(consumer));
    }

    private Identity identity(String name) {
        return consumers.find(name) == null
                ? Consumers.undeclared(name, "forward-auth")
                : consumers.named(name, "forward-auth");
    }

    private static void passOn(FilterContext exchange, HttpCalls.Reply reply) {
        for (String name : PASSED_ON) {
            for (String value : reply.fields().getOrDefault(lower(name), List.of())) {
                exchange.addResponseField(name, value);
            }
        }
        String type = first(reply, "Content-Type");
        exchange.answer(reply.status(), type == null ? "text/plain" : type, reply.body());
    }

    private static @Nullable String first(HttpCalls.Reply reply, String name) {
        List<String> values = reply.fields().getOrDefault(lower(name), List.of());
        return values.isEmpty() ? null : values.get(0);
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
