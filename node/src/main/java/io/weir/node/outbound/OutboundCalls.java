package io.weir.node.outbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.weir.node.state.HttpCalls;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Calls with the JDK's client: HTTP/2 where a server offers it over TLS, else HTTP/1.1; certificates and names verified;
 * no redirect followed, no cookie kept. One client, with its connections, for each set of trusted certificates.
 */
public final class OutboundCalls implements HttpCalls {
    private static final Duration CONNECT = Duration.ofSeconds(3);
    private static final int MOST_CLIENTS = 64;

    private final Cache<List<X509Certificate>, HttpClient> clients =
            Caffeine.newBuilder().maximumSize(MOST_CLIENTS).build();

    @Override
    public CompletionStage<Reply> send(Call call) {
        HttpClient known = clients.getIfPresent(call.trust());
        // Making one takes longer than a loop may.
        return known == null
                ? CompletableFuture.supplyAsync(() -> client(call.trust())).thenCompose(made -> send(made, call))
                : send(known, call);
    }

    private static CompletionStage<Reply> send(HttpClient client, Call call) {
        try {
            return bounded(call, client.sendAsync(request(call), info -> new BoundedBody(call.mostBytes())));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /** The client's own timeout ends with the answer's head; ours is for all of it, and lets go of the connection. */
    private static CompletionStage<Reply> bounded(Call call, CompletableFuture<HttpResponse<byte[]>> exchange) {
        CompletableFuture<Reply> reply =
                exchange.thenApply(answer -> new Reply(answer.statusCode(), fields(answer.headers()), answer.body()));
        reply.orTimeout(call.timeout().toMillis(), TimeUnit.MILLISECONDS).whenComplete((done, failure) -> {
            if (failure instanceof TimeoutException) {
                exchange.cancel(true);
            }
        });
        return reply;
    }

    private static HttpRequest request(Call call) {
        HttpRequest.BodyPublisher body = call.body().length == 0
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofByteArray(call.body());
        HttpRequest.Builder builder =
                HttpRequest.newBuilder(call.uri()).method(call.method(), body).timeout(call.timeout());
        if (!"https".equalsIgnoreCase(call.uri().getScheme())) {
            // Without TLS the client would ask for an upgrade to HTTP/2 with each first request of a connection.
            builder.version(HttpClient.Version.HTTP_1_1);
        }
        call.fields().forEach(builder::header);
        return builder.build();
    }

    private static Map<String, List<String>> fields(HttpHeaders headers) {
        Map<String, List<String>> fields = new HashMap<>();
        headers.map().forEach((name, values) -> fields.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        return fields;
    }

    private HttpClient client(List<X509Certificate> trust) {
        return clients.get(trust, OutboundCalls::newClient);
    }

    private static HttpClient newClient(List<X509Certificate> trust) {
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_2);
        if (!trust.isEmpty()) {
            builder.sslContext(TrustedServers.context(trust));
        }
        return builder.build();
    }
}
