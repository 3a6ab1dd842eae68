package io.weir.node.filter.cache;

import io.weir.node.decide.cache.CacheControl;
import io.weir.node.decide.cache.Conditions;
import io.weir.node.decide.cache.Freshness;
import io.weir.node.decide.cache.Reuse;
import io.weir.node.decide.cache.Storability;
import io.weir.node.decide.cache.Storability.Verdict;
import io.weir.node.state.AnswerWatch;
import io.weir.node.state.FilterContext;
import io.weir.node.state.StoredBody;
import io.weir.protocol.http.ParsedResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A backend is asked: stores the answer while it passes, or finds that what is stored still holds (RFC 9111 §3, §4.3). */
final class Fetch implements AnswerWatch {
    private final CacheStore store;
    private final Asked asked;
    private final @Nullable Flight flight;
    private final @Nullable Stored stale;
    private final String forwarded;
    private final long purged;
    private final long invalidations;
    private final long requestNanos = System.nanoTime();
    private final Filling filling;
    private @Nullable StoredHead head;
    private @Nullable FilterContext exchange;
    private boolean landed;

    /**
     * @param flight others wait for; null: nobody does
     * @param stale what is stored, and will be asked about; null: there is nothing. It is held until this is over
     * @param forwarded why, in the words of {@code Cache-Status} (RFC 9211 §2.2)
     */
    Fetch(CacheStore store, Asked asked, @Nullable Flight flight, @Nullable Stored stale, String forwarded) {
        this.store = store;
        this.asked = asked;
        this.flight = flight;
        this.stale = stale != null && stale.body().retain() ? stale : null;
        this.forwarded = forwarded;
        this.purged = store.lastPurge();
        this.invalidations = store.invalidations();
        this.filling = new Filling(store);
    }

    /** What is stored, held; null: nothing. */
    @Nullable
    Stored stale() {
        return stale;
    }

    /** Makes the request ask whether what is stored still holds (§4.3.1). */
    void prepare(FilterContext request) {
        Stored known = stale;
        if (asked.ranged()) { // only the whole can be stored, or asked about
            request.dropRequestField(Asked.RANGE);
            request.dropRequestField(Asked.IF_RANGE);
        }
        if (known == null || !known.head().hasValidator()) {
            return;
        }
        request.dropRequestField(Asked.IF_NONE_MATCH);
        request.dropRequestField(Asked.IF_MODIFIED_SINCE);
        request.addRequestLines(conditions(known).getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Lines that ask whether it still holds; empty: it cannot be asked about. */
    static String conditions(@Nullable Stored known) {
        if (known == null) {
            return "";
        }
        String etag = known.head().etag();
        String changed = known.head().field("last-modified");
        return (etag.isEmpty() ? "" : "If-None-Match: " + etag + "\r\n")
                + (changed.isEmpty() ? "" : "If-Modified-Since: " + changed + "\r\n");
    }

    @Override
    public boolean onHead(ParsedResponse parsed, FilterContext context) {
        StoredHead arrived = StoredHead.of(parsed, System.currentTimeMillis() / 1000);
        Stored known = stale;
        if (known != null && arrived.status() == 304 && known.head().hasValidator()) {
            confirmed(known, arrived, context);
            return true;
        }
        if (arrived.status() >= 500 && rescues(arrived.status(), context)) {
            return true;
        }
        Verdict verdict = verdict(arrived);
        if (verdict == Verdict.STORE && !filling.begin(length(arrived))) {
            verdict = Verdict.TOO_LARGE;
        }
        boolean stores = verdict == Verdict.STORE;
        if (stores) {
            CacheStatus.stored(context, forwarded, arrived.status());
            head = arrived;
            exchange = context;
            open(arrived, context);
        } else {
            CacheStatus.forwarded(context, forwarded, arrived.status(), verdict.word());
            unfit(known, arrived.status(), verdict);
        }
        return false;
    }

    /** Others have it while it comes, where there is room for all of it. */
    private void open(StoredHead arrived, FilterContext context) {
        Flight own = flight;
        long length = length(arrived);
        if (own != null && length >= 0) {
            store.differs(asked, arrived.vary());
            own.open(Arriving.of(
                    entry(arrived, length, StoredBody.NONE, arrived.field("age")), filling.growing(), context.head()));
        }
    }

    /** A 304 to the client's own question, and a failure, say nothing of what is stored. */
    private void unfit(@Nullable Stored known, int status, Verdict verdict) {
        boolean telling = status < 500 && status != 304;
        if (known != null && telling) {
            store.drop(known); // what the backend says now is something else
        }
        if (verdict != Verdict.REQUEST_NO_STORE && telling) {
            store.pass(asked.flight());
        }
        land();
    }

    private static long length(StoredHead arrived) {
        String text = arrived.field("content-length");
        return text.isEmpty() ? -1 : Long.parseLong(text);
    }

    private Verdict verdict(StoredHead arrived) {
        Storability.Answer answer = new Storability.Answer(
                arrived.status(),
                arrived.control(),
                !arrived.field("expires").isEmpty() && !arrived.targeted(),
                asked.authorized(),
                arrived.setsCookie(),
                arrived.vary().contains("*"),
                arrived.hasValidator());
        return Storability.of(asked.control(), answer, store.lifetime(arrived));
    }

    /** What is stored still holds. It is as good as new, unless the confirmation is about another (§4.3.4). */
    private void confirmed(Stored known, StoredHead confirmation, FilterContext context) {
        boolean other = !confirmation.etag().isEmpty()
                && !Conditions.isUnchanged(confirmation.etag(), 0, known.head().etag(), 0, 0);
        Stored given = other ? known : renew(known, confirmation, context);
        if (other) {
            store.drop(known);
        }
        store.figures.revalidated.increment();
        long ttl = StoredAnswers.age(context, given);
        CacheStatus.confirmed(context, forwarded, ttl, other ? "other-etag" : "");
        context.noteCache("revalidated");
        StoredAnswers.give(context, asked, given);
        land();
    }

    /** What is stored with what was said of it now (§3.2). */
    Stored renew(Stored known, StoredHead news, FilterContext context) {
        StoredHead merged = known.head().merged(news);
        Stored renewed = entry(merged, known.body().length(), known.body(), news.field("age"));
        boolean fit = verdict(merged) == Verdict.STORE && isInTime();
        if (!fit || !store.put(asked, context.head(), renewed)) {
            store.drop(known);
        }
        return renewed;
    }

    private boolean isInTime() {
        Flight own = flight;
        return own == null ? store.invalidations() == invalidations : !own.isOutdated();
    }

    private Stored entry(StoredHead of, long length, StoredBody body, String ageField) {
        long seconds = (System.nanoTime() - requestNanos) / 1_000_000_000L;
        long age = Freshness.initialAge(
                Freshness.ageValue(ageField), of.times().date(), of.nowSeconds() - seconds, of.nowSeconds());
        Place place = new Place(asked.authority(), asked.target(), of.tags());
        StoredHead kept = of.kept(length);
        return new Stored(asked.route(), place, kept, body, store.lifetime(of), age, System.nanoTime(), purged);
    }

    @Override
    public boolean onProblem(int status, FilterContext context) {
        return rescues(0, context);
    }

    /** RFC 5861 §4: better what is stale than an error. */
    private boolean rescues(int status, FilterContext context) {
        Stored known = stale;
        CacheControl request = asked.control();
        if (known == null || store.isPurged(known) || !Reuse.mayRescue(request, known.at(System.nanoTime()))) {
            return false;
        }
        store.figures.stale.increment();
        CacheStatus.rescued(context, forwarded, status, StoredAnswers.age(context, known));
        context.noteCache("stale");
        StoredAnswers.give(context, asked, known);
        land();
        return true;
    }

    @Override
    public void onData(byte[] data) {
        if (!filling.add(data)) {
            store.pass(asked.flight());
            land();
        }
    }

    @Override
    public void onEnd() {
        StoredHead arrived = head;
        FilterContext context = exchange;
        if (arrived != null && context != null && filling.isActive() && isInTime()) {
            ByteBuffer body = filling.body();
            if (body.remaining() == length(arrived) || length(arrived) < 0) {
                store.put(
                        asked,
                        context.head(),
                        entry(arrived, body.remaining(), StoredBody.of(body), arrived.field("age")));
            }
        }
        land();
    }

    @Override
    public void onOver() {
        land();
        Stored known = stale;
        if (known != null) {
            known.body().release();
        }
    }

    /** Whoever waits goes on. */
    private void land() {
        filling.end();
        Flight own = flight;
        if (own != null && !landed) {
            landed = true;
            store.land(own);
        }
    }

    @Override
    public boolean wantsRest() {
        return filling.isActive();
    }
}
