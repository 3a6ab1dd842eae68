package io.weir.node.filter.cache;

import io.weir.node.decide.cache.Conditions;
import io.weir.node.filter.cache.StoredHead.Line;
import io.weir.node.state.FilterContext;
import io.weir.node.state.ServedAnswer;
import io.weir.node.state.StoredBody;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.util.List;
import java.util.Set;

/** Makes of a stored answer what a request gets: whole, without body, a part of it, or that nothing has changed. */
final class StoredAnswers {
    /** RFC 9110 §15.4.5. */
    private static final Set<String> OF_A_304 = Set.of(
            "cache-control",
            "content-location",
            "date",
            "etag",
            "expires",
            "vary",
            "cdn-cache-control",
            "last-modified");

    private StoredAnswers() {}

    /** Says how old it is; answers how long it is still fresh. */
    static long age(FilterContext exchange, Stored stored) {
        long age = stored.age(System.nanoTime());
        exchange.addResponseField("Age", Long.toString(age));
        return stored.lifetime() - age;
    }

    /**
     * False: what was found has been dropped this very moment.
     *
     * @param why the request would have been forwarded, had it not waited for another; empty: it has not waited
     */
    static boolean serve(FilterContext exchange, Asked asked, Stored stored, boolean fresh, String why) {
        if (!give(exchange, asked, stored)) {
            return false;
        }
        said(exchange, stored, why);
        exchange.noteCache(fresh ? "hit" : "stale");
        return true;
    }

    /** False: it has been dropped this very moment, which cannot be where the caller holds it. */
    static boolean give(FilterContext exchange, Asked asked, Stored stored) {
        if (!stored.body().retain()) {
            return false;
        }
        ServedAnswer answer = answer(exchange.head(), asked, stored);
        if (answer.body() == StoredBody.NONE) {
            stored.body().release(); // all others are views of it, and hold it
        }
        exchange.serve(answer);
        return true;
    }

    /** The same with one that is still coming. */
    static void serve(FilterContext exchange, Arriving arriving, String why) {
        said(exchange, arriving.entry(), why);
        exchange.noteCache("hit");
        exchange.serve(arriving.live());
    }

    private static void said(FilterContext exchange, Stored entry, String why) {
        long ttl = age(exchange, entry);
        if (why.isEmpty()) {
            CacheStatus.hit(exchange, ttl);
        } else {
            CacheStatus.collapsed(exchange, why, ttl);
        }
    }

    /** What another node's cache gives while it comes. */
    static void fromPeer(FilterContext exchange, Arriving arriving, String why, String word) {
        age(exchange, arriving.entry());
        CacheStatus.peer(exchange, why, arriving.entry().head().status(), word);
        exchange.noteCache("peer");
        exchange.serve(arriving.live());
    }

    private static ServedAnswer answer(RequestHead head, Asked asked, Stored stored) {
        StoredHead of = stored.head();
        if (asked.conditional() && of.status() == 200 && isUnchanged(head, of)) {
            return new ServedAnswer(notModified(of));
        }
        if (head.method() == Method.HEAD) {
            return new ServedAnswer(stored.headBytes());
        }
        if (asked.ranged() && of.status() == 200 && isSame(head, of)) {
            ServedAnswer parts = RangedAnswers.of(stored, Asked.text(head, Asked.RANGE));
            if (parts != null) {
                return parts;
            }
        }
        return new ServedAnswer(
                stored.headBytes(), stored.body(), 0, stored.body().length());
    }

    private static boolean isUnchanged(RequestHead head, StoredHead of) {
        return Conditions.isUnchanged(
                Asked.text(head, Asked.IF_NONE_MATCH),
                Asked.date(head, Asked.IF_MODIFIED_SINCE, of.nowSeconds()),
                of.etag(),
                of.times().lastModified(),
                of.date());
    }

    private static boolean isSame(RequestHead head, StoredHead of) {
        return Conditions.isSame(
                Asked.text(head, Asked.IF_RANGE),
                Asked.date(head, Asked.IF_RANGE, of.nowSeconds()),
                of.etag(),
                of.times().lastModified(),
                of.date());
    }

    private static byte[] notModified(StoredHead of) {
        List<Line> lines = of.lines().stream()
                .filter(line -> OF_A_304.stream().anyMatch(line::is))
                .toList();
        return StoredHead.bytes(304, "Not Modified", lines);
    }
}
