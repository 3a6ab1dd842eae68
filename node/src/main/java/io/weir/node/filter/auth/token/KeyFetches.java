package io.weir.node.filter.auth.token;

import io.weir.config.model.SecretRef;
import io.weir.config.model.TokenKeys;
import io.weir.node.decide.auth.FetchSchedule;
import io.weir.node.filter.auth.token.KeySource.Fetched;
import io.weir.node.state.Secrets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Fetches the keys of an issuer from where the document says that they are. Thread-safe. */
final class KeyFetches {
    private static final Duration FILES_FRESH = Duration.ofMinutes(1);

    private final ProviderCalls calls;
    private final Secrets secrets;
    private final Executor workers;

    KeyFetches(ProviderCalls calls, Secrets secrets, Executor workers) {
        this.calls = calls;
        this.secrets = secrets;
        this.workers = workers;
    }

    /** Over HTTP. */
    CompletionStage<Fetched> published(URI uri, Optional<SecretRef> trust) {
        return calls.get(uri, trust).thenApply(reply -> {
            try {
                return new Fetched(KeyTexts.read(reply.body()), Freshness.of(reply, FetchSchedule.USUAL_FRESH));
            } catch (IOException e) {
                throw new CompletionException(new IOException(uri + ": " + e.getMessage(), e));
            }
        });
    }

    /** Over HTTP, by way of what the issuer says about itself. */
    CompletionStage<Fetched> discovered(String issuer, URI document, Optional<SecretRef> trust) {
        return provider(issuer, document, trust).thenCompose(provider -> published(provider.keys(), trust)
                .thenApply(fetched -> new Fetched(fetched.keys(), fetched.freshFor(), Optional.of(provider))));
    }

    CompletionStage<ProviderDocument> provider(String issuer, URI document, Optional<SecretRef> trust) {
        return calls.get(document, trust).thenApply(reply -> {
            try {
                return ProviderDocument.read(reply.body(), issuer);
            } catch (IOException e) {
                throw new CompletionException(new IOException(document + ": " + e.getMessage(), e));
            }
        });
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
