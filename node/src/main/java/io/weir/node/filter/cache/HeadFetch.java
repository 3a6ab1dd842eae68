package io.weir.node.filter.cache;

import io.weir.node.state.AnswerWatch;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.ParsedResponse;
import org.jspecify.annotations.Nullable;

/** A backend answers HEAD: what is stored of the same is renewed by it, or dropped where it is something else now (RFC 9111 §4.3.5). */
final class HeadFetch implements AnswerWatch {
    private final CacheStore store;
    private final @Nullable Stored known;
    private final String forwarded;
    private final Fetch fetch;

    /** @param known what is stored and not good enough for the request; null: there is nothing */
    HeadFetch(CacheStore store, Asked asked, @Nullable Stored known, String forwarded) {
        this.store = store;
        this.forwarded = forwarded;
        this.fetch = new Fetch(store, asked, null, known, forwarded);
        this.known = fetch.stale();
    }

    void prepare(FilterContext request) {
        fetch.prepare(request);
    }

    @Override
    public boolean onHead(ParsedResponse parsed, FilterContext context) {
        StoredHead arrived = StoredHead.of(parsed, System.currentTimeMillis() / 1000);
        Stored stale = known;
        boolean confirms =
                arrived.status() == 304 && stale != null && stale.head().hasValidator();
        if (confirms || arrived.status() >= 500 && stale != null) {
            return fetch.onHead(parsed, context);
        }
        if (arrived.status() == 200 && stale != null) {
            if (isSame(stale, arrived)) {
                fetch.renew(stale, arrived, context);
            } else {
                store.drop(stale);
            }
        }
        CacheStatus.forwarded(context, forwarded, arrived.status(), "");
        return false;
    }

    /** Whether the validators that came, and the length, are those of what is stored. */
    private static boolean isSame(Stored stale, StoredHead arrived) {
        StoredHead head = stale.head();
        String changed = arrived.field("last-modified");
        String length = arrived.field("content-length");
        return (arrived.etag().isEmpty() || arrived.etag().equals(head.etag()))
                && (changed.isEmpty() || changed.equals(head.field("last-modified")))
                && (length.isEmpty() || length.equals(head.field("content-length")));
    }

    @Override
    public void onData(byte[] data) {}

    @Override
    public void onEnd() {}

    @Override
    public boolean onProblem(int status, FilterContext context) {
        return fetch.onProblem(status, context);
    }

    @Override
    public void onOver() {
        fetch.onOver();
    }

    @Override
    public boolean wantsRest() {
        return false;
    }
}
