package io.weir.node.filter.auth;

import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.config.model.PasswordHash;
import io.weir.node.decide.auth.BasicCredentials;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A user name and a password (RFC 7617). A password is checked on the workers unless that was done lately. An unknown user's
 * is checked, too, against somebody else's hash, so that the answer takes as long.
 */
final class BasicAuthenticator implements Authenticator {
    private static final Problem OVERLOADED =
            Problem.of(503, "overloaded", "Too many passwords are waiting to be checked");
    private static final FieldName AUTHORIZATION = FieldName.of("authorization");
    private static final byte[] SCHEME = {'b', 'a', 's', 'i', 'c'};

    private final String challenge;
    private final Stripping stripping;
    private final PasswordChecks checks;
    private final Guesses guesses;
    private final Map<String, Login> logins = new HashMap<>();
    private final List<Login> hashes = new ArrayList<>();

    private record Login(String hashText, PasswordHash hash, Result known) {}

    BasicAuthenticator(Credential.Basic basic, AuthenticatorParts parts) {
        challenge = "Basic realm=\"" + basic.realm() + "\", charset=\"UTF-8\"";
        stripping = parts.stripping();
        checks = parts.state().passwords();
        guesses = parts.guesses();
        for (Consumer consumer : parts.consumers().all()) {
            consumer.basic().ifPresent(own -> add(own, parts.consumers(), consumer.name()));
        }
    }

    private void add(Consumer.Basic basic, Consumers consumers, String consumer) {
        PasswordHash hash = PasswordHash.parse(basic.password())
                .orElseThrow(() -> new IllegalArgumentException("consumer \"" + consumer + "\" has no password hash"));
        Login login = new Login(basic.password(), hash, new Result.Known(consumers.named(consumer, "basic")));
        logins.put(basic.username(), login);
        hashes.add(login);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        RequestHead head = exchange.head();
        long range = Schemes.find(head, AUTHORIZATION, SCHEME);
        if (range < 0) {
            return Result.ABSENT;
        }
        stripping.field(exchange, AUTHORIZATION);
        BasicCredentials sent = BasicCredentials.parse(head.buffer(), (int) (range >>> 32), (int) range);
        if (sent == null || hashes.isEmpty()) {
            return Result.WRONG;
        }
        if (guesses.isRefused(exchange, sent.username())) {
            return Result.ANSWERED;
        }
        return check(exchange, sent, new Guess(sent.username(), (int) (range >>> 32), (int) range), later);
    }

    @Override
    public void strip(FilterContext exchange) {
        if (Schemes.find(exchange.head(), AUTHORIZATION, SCHEME) >= 0) {
            stripping.field(exchange, AUTHORIZATION);
        }
    }

    @Override
    public boolean isRepeated(RequestHead head) {
        return Schemes.isRepeated(head, AUTHORIZATION);
    }

    private Result check(FilterContext exchange, BasicCredentials sent, Guess guess, Later later) {
        Result wrong = new Result.Wrong(guess);
        Login login = logins.get(sent.username());
        Login hashed = login == null ? hashes.get(checks.choose(sent.username(), hashes.size())) : login;
        Result good = login == null ? wrong : login.known;
        try {
            CompletableFuture<Boolean> answer =
                    checks.check(sent.username(), hashed.hashText, hashed.hash, sent.password());
            if (answer.isDone() && !answer.isCompletedExceptionally()) {
                return answer.join() ? good : wrong;
            }
            answer.whenCompleteAsync(
                    (matches, failed) -> later.examined(failed != null ? Result.WRONG : isTrue(matches) ? good : wrong),
                    exchange.loop());
            return Result.PENDING;
        } catch (RejectedExecutionException full) {
            exchange.addResponseField("Retry-After", "1");
            exchange.deny(OVERLOADED);
            return Result.ANSWERED;
        }
    }

    private static boolean isTrue(@Nullable Boolean matches) {
        return matches != null && matches;
    }

    @Override
    public String challenge(boolean wrong) {
        return challenge;
    }
}
