package io.weir.node.control.acme;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Collects a body before it is given to another subscriber, all at once; one that is too long is none. */
final class WholeBody<T> implements HttpResponse.BodySubscriber<T> {
    /** A directory, an order of a hundred hosts, a chain: none comes near. */
    static final int MOST_BYTES = 1024 * 1024;

    private final HttpResponse.BodySubscriber<T> then;
    private final CompletableFuture<T> body = new CompletableFuture<>();
    private final List<ByteBuffer> parts = new ArrayList<>();
    private Flow.@Nullable Subscription subscription;
    private long bytes;

    WholeBody(HttpResponse.BodySubscriber<T> then) {
        this.then = then;
    }

    @Override
    public CompletionStage<T> getBody() {
        return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription to) {
        subscription = to;
        to.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> more) {
        for (ByteBuffer one : more) {
            bytes += one.remaining();
        }
        if (bytes <= MOST_BYTES) {
            parts.addAll(more);
        } else if (subscription != null) {
            subscription.cancel();
            parts.clear();
            body.completeExceptionally(new IOException("the answer has more than " + MOST_BYTES + " bytes"));
        }
    }

    @Override
    public void onError(Throwable failure) {
        body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        then.onSubscribe(new Flow.Subscription() {
            @Override
            public void request(long count) {}

            @Override
            public void cancel() {}
        });
        if (!parts.isEmpty()) {
            then.onNext(parts);
        }
        then.onComplete();
        then.getBody().whenComplete((whole, failure) -> {
            if (failure == null) {
                body.complete(whole);
            } else {
                body.completeExceptionally(failure);
            }
        });
    }
}
