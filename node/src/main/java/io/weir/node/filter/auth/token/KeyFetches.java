package io.weir.node.filter.auth.token;

import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import io.weir.node.decide.auth.FetchSchedule;
import io.weir.node.filter.auth.token.KeySource.Fetched;
import io.weir.node.state.HttpCalls;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Fetches the keys of an issuer from where the document says that they are. Thread-safe. */
final class KeyFetches {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final int MOST_BYTES = 512 * 1024;
    private static final Duration FILES_FRESH = Duration.ofMinutes(1);

    private final HttpCalls calls;
    private final Secrets secrets;
    private final Executor workers;

    KeyFetches(HttpCalls calls, Secrets secrets, Executor workers) {
        this.calls = calls;
        this.secrets = secrets;
        this.workers = workers;
    }

    /** Over HTTP. */
    CompletionStage<Fetched> published(URI uri, Optional<SecretRef> trust) {
        return get(uri, trust).thenApply(reply -> {
            try {
                return new Fetched(KeyTexts.read(reply.body()), Freshness.of(reply, FetchSchedule.USUAL_FRESH));
            } catch (IOException e) {
                throw new CompletionException(new IOException(uri + ": " + e.getMessage(), e));
            }
        });
    }

    /** Over HTTP, by way of what the issuer says about itself. */
    CompletionStage<Fetched> discovered(String issuer, URI document, Optional<SecretRef> trust) {
        return provider(issuer, document, trust).thenCompose(provider -> published(provider.keys(), trust));
    }

    CompletionStage<ProviderDocument> provider(String issuer, URI document, Optional<SecretRef> trust) {
        return get(document, trust).thenApply(reply -> {
            try {
                return ProviderDocument.read(reply.body(), issuer);
            } catch (IOException e) {
                throw new CompletionException(new IOException(document + ": " + e.getMessage(), e));
            }
        });
    }

    private CompletionStage<HttpCalls.Reply> get(URI uri, Optional<SecretRef> trust) {
        return trusted(trust)
                .thenCompose(those -> calls.send(HttpCalls.Call.get(uri, TIMEOUT, MOST_BYTES, those)))
                .thenApply(reply -> {
                    if (reply.status() != 200) {
                        throw new CompletionException(new IOException(uri + " answers " + reply.status()));
                    }
                    return reply;
                });
    }

    /** Read each time, so that it can be rotated. */
    private CompletionStage<List<X509Certificate>> trusted(Optional<SecretRef> trust) {
        return trust.isEmpty()
                ? CompletableFuture.completedFuture(List.of())
                : CompletableFuture.supplyAsync(() -> TrustTexts.read(trust.get(), secrets), workers);
    }

    /** What is kept on this node is read again now and then: so it can be rotated. */
    CompletionStage<Fetched> kept(TokenKeys where) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return read(where);
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                workers);
    }

    /** Blocks on the disk. */
    Fetched read(TokenKeys where) throws IOException {
        SecretRef ref = where instanceof TokenKeys.Kept kept ? kept.text() : ((TokenKeys.Shared) where).secret();
        byte[] text = secrets.read(ref);
        try {
            return new Fetched(where instanceof TokenKeys.Kept ? KeyTexts.read(text) : shared(text), FILES_FRESH);
        } catch (IOException e) {
            throw new IOException(ref + ": " + e.getMessage(), e);
        }
    }

    private static KeySet shared(byte[] text) throws IOException {
        VerifyingKey key = VerifyingKey.ofSecret(SecretText.trimmed(text));
        if (key == null) {
            throw new IOException("a shared secret needs at least 32 bytes");
        }
        return new KeySet(List.of(key));
    }
}
