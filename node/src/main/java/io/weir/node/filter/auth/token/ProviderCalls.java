package io.weir.node.filter.auth.token;

import io.weir.config.model.SecretRef;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;

/**
 * Asks identity providers, with the trust and the secrets of a policy. Those are read for each call, so that they can be
 * rotated. Never blocks; answers that are not 200 are failures, which show neither what was sent nor what came.
 */
final class ProviderCalls {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 512 * 1024;

    private final HttpCalls calls;
    private final Secrets secrets;
    private final Executor workers;

    /** Who the gateway is at a provider. */
    record Client(String id, SecretRef secret) {}

    /** @param workers where files are read */
    ProviderCalls(HttpCalls calls, Secrets secrets, Executor workers) {
        this.calls = calls;
        this.secrets = secrets;
        this.workers = workers;
    }

    /** The answer as it is, whatever its status. */
    CompletionStage<HttpCalls.Reply> send(HttpCalls.Call call, Optional<SecretRef> trust) {
        return trusted(trust)
                .thenCompose(those -> calls.send(new HttpCalls.Call(
                        call.method(),
                        call.uri(),
                        call.fields(),
                        call.body(),
                        call.timeout(),
                        call.mostBytes(),
                        those)));
    }

    CompletionStage<HttpCalls.Reply> get(URI uri, Optional<SecretRef> trust) {
        return trusted(trust)
                .thenCompose(those -> calls.send(HttpCalls.Call.get(uri, TIMEOUT, MOST_BYTES, those)))
                .thenApply(reply -> good(uri, reply));
    }

    /** Posts a form, as {@code client} (RFC 6749 §2.3.1, HTTP Basic). */
    CompletionStage<HttpCalls.Reply> post(
            URI uri, Map<String, String> form, Client client, Optional<SecretRef> trust, Duration timeout) {
        return trusted(trust)
                .thenCombine(secret(client.secret), (those, secret) -> {
                    Map<String, String> fields = Map.of(
                            "Content-Type", "application/x-www-form-urlencoded",
                            "Accept", "application/json",
                            "Authorization", basic(client.id, secret));
                    return new HttpCalls.Call("POST", uri, fields, body(form), timeout, MOST_BYTES, those);
                })
                .thenCompose(calls::send)
                .thenApply(reply -> good(uri, reply));
    }

    private static HttpCalls.Reply good(URI uri, HttpCalls.Reply reply) {
        if (reply.status() != 200) {
            throw new CompletionException(new BadStatus(uri, reply.status()));
        }
        return reply;
    }

    /** An answer that is none. */
    private static final class BadStatus extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;

        BadStatus(URI uri, int status) {
            super(uri + " answers " + status);
            this.status = status;
        }
    }

    /** Whether the provider said that what was asked for is wrong (RFC 6749 §5.2), rather than nothing. */
    static boolean isRefusal(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof BadStatus bad && bad.status == 400;
    }

    private CompletionStage<List<X509Certificate>> trusted(Optional<SecretRef> trust) {
        return trust.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : CompletableFuture.supplyAsync(() -> TrustTexts.read(trust.get(), secrets), workers);
    }

    private CompletionStage<String> secret(SecretRef ref) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(SecretText.trimmed(secrets.read(ref)), StandardCharsets.UTF_8);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                workers);
    }

    private static String basic(String id, String secret) {
        String both = encoded(id) + ":" + encoded(secret);
        return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] body(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
