package io.weir.node.filter.cache;

import io.weir.node.decide.cache.Freshness;
import io.weir.node.state.PeerAnswer;
import io.weir.node.state.StoredBody;
import io.weir.protocol.http.ParsedResponse;
import io.weir.protocol.http.RequestHead;
import java.nio.ByteBuffer;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An answer that another node's cache has, on its way into this one: feeds a flight as a {@link Fetch} does. One loop. */
final class Transfer implements PeerAnswer {
    private final CacheStore store;
    private final Asked asked;
    private final RequestHead selecting;
    private final Flight flight;
    private final @Nullable Stored stale;
    private final boolean copy;
    private final Told told;
    private final Filling filling;
    private final long askedNanos = System.nanoTime();
    private String word = "";
    private @Nullable StoredHead head;
    private long arrivedNanos;
    private long arrivedAfter;
    private long purged;
    private boolean over;

    /** Who asked; told once. */
    interface Told {
        /** It has begun to come: the flight is open, and will land. */
        void coming(String word);

        /** What is stored holds, and was renewed: the flight has landed. */
        void renewed();

        /** It says {@code word} instead; the flight is as it was. */
        void nothing(String word);

        /** No answer, or none that may be used; the flight is as it was. */
        void failed();
    }

    /**
     * @param selecting the request that it answers, which outlives its exchange
     * @param stale may be renewed; null: there is nothing
     * @param copy the other is the one that keeps it
     */
    Transfer(
            CacheStore store,
            Asked asked,
            RequestHead selecting,
            Flight flight,
            @Nullable Stored stale,
            boolean copy,
            Told told) {
        this.store = store;
        this.asked = asked;
        this.selecting = selecting;
        this.flight = flight;
        this.stale = stale != null && stale.body().retain() ? stale : null;
        this.copy = copy;
        this.told = told;
        this.filling = new Filling(store);
    }

    @Override
    public void onHead(ParsedResponse parsed) {
        StoredHead arrived = StoredHead.of(parsed, System.currentTimeMillis() / 1000);
        String[] words = arrived.field("weir-peer").split(" ", 2);
        word = words[0];
        if (word.isEmpty()) {
            over = true;
            told.failed(); // a stranger
            return;
        }
        boolean there = word.equals(PeerWords.HIT) || word.equals(PeerWords.LIVE);
        if (!there) {
            return;
        }
        arrivedNanos = System.nanoTime();
        arrivedAfter = (arrivedNanos - askedNanos) / 1_000_000_000L;
        StoredHead plain = arrived.without("weir-peer");
        // Before the log is read: what is added to it meanwhile is found later.
        purged = store.lastPurge();
        Set<String> outlived = Set.of((words.length < 2 ? "" : words[1]).split("\\."));
        Stored known = parsed.status() == 304 ? stale : null;
        Place place = known == null ? new Place(asked.authority(), asked.target(), plain.tags()) : known.place();
        boolean good = !flight.isOutdated() && !store.lacks(place, outlived);
        if (good && parsed.status() == 304) {
            renew(plain);
        } else if (good && parsed.status() != 304 && filling.begin(length(plain))) {
            head = plain;
            store.differs(asked, plain.vary());
            flight.open(Arriving.of(entry(plain, length(plain), StoredBody.NONE), filling.growing(), selecting));
            told.coming(word);
        } else {
            over = true;
            told.failed();
        }
    }

    private static long length(StoredHead arrived) {
        String text = arrived.field("content-length");
        return text.isEmpty() ? 0 : Long.parseLong(text);
    }

    private void renew(StoredHead confirmation) {
        over = true;
        Stored known = stale;
        if (known == null) {
            told.failed();
            return;
        }
        Stored renewed = entry(
                known.head().merged(confirmation), known.body().length(), known.body(), confirmation.field("age"));
        put(renewed);
        store.land(flight);
        told.renewed();
    }

    private void put(Stored arrived) {
        if (copy) {
            store.putCopy(asked, selecting, arrived);
        } else {
            store.put(asked, selecting, arrived);
        }
    }

    private Stored entry(StoredHead of, long length, StoredBody body) {
        return entry(of, length, body, of.field("age"));
    }

    /** RFC 9111 §4.2.3: between caches as between a cache and a backend. */
    private Stored entry(StoredHead of, long length, StoredBody body, String ageField) {
        long age = Freshness.initialAge(
                Freshness.ageValue(ageField), of.times().date(), of.nowSeconds() - arrivedAfter, of.nowSeconds());
        Place place = new Place(asked.authority(), asked.target(), of.tags());
        return new Stored(asked.route(), place, of.kept(length), body, store.lifetime(of), age, arrivedNanos, purged);
    }

    @Override
    public void onData(byte[] data) {
        if (!over && head != null) {
            filling.add(data);
        }
    }

    private void letGo() {
        Stored known = stale;
        if (known != null) {
            known.body().release();
        }
    }

    @Override
    public void onEnd() {
        letGo();
        if (over) {
            return;
        }
        over = true;
        StoredHead arrived = head;
        if (arrived == null) {
            told.nothing(word);
            return;
        }
        ByteBuffer body = filling.body();
        if (body.remaining() == length(arrived) && !flight.isOutdated()) {
            put(entry(arrived, body.remaining(), StoredBody.of(body)));
        }
        filling.end();
        store.land(flight);
    }

    @Override
    public void onFailure() {
        letGo();
        if (over) {
            return;
        }
        over = true;
        if (head == null) {
            told.failed();
        } else {
            filling.end();
            store.land(flight);
        }
    }
}
