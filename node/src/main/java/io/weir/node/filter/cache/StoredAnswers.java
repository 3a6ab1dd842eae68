package io.weir.node.filter.cache;

import io.weir.node.decide.cache.ByteRange;
import io.weir.node.decide.cache.Conditions;
import io.weir.node.filter.cache.StoredHead.Line;
import io.weir.node.state.FilterContext;
import io.weir.node.state.ServedAnswer;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes of a stored answer what a request gets: whole, without body, a part of it, or that nothing has changed. */
final class StoredAnswers {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
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

    static void serve(FilterContext exchange, Asked asked, Stored stored, boolean fresh, String status) {
        long age = stored.age(System.nanoTime());
        exchange.addResponseField("Age", Long.toString(age));
        exchange.addResponseField("Cache-Status", "weir; hit; ttl=" + (stored.lifetime() - age) + status);
        exchange.noteCache(fresh ? "hit" : "stale");
        exchange.serve(answer(exchange.head(), asked, stored));
    }

    /** The same with one that is still coming. */
    static void serve(FilterContext exchange, Arriving arriving) {
        Stored entry = arriving.entry();
        long age = entry.age(System.nanoTime());
        exchange.addResponseField("Age", Long.toString(age));
        exchange.addResponseField("Cache-Status", "weir; hit; ttl=" + (entry.lifetime() - age) + "; collapsed");
        exchange.noteCache("hit");
        exchange.serve(arriving.live());
    }

    static ServedAnswer answer(RequestHead head, Asked asked, Stored stored) {
        StoredHead of = stored.head();
        if (asked.conditional() && of.status() == 200 && isUnchanged(head, of)) {
            return new ServedAnswer(notModified(of), NOTHING, false);
        }
        if (head.method() == Method.HEAD) {
            return new ServedAnswer(stored.headBytes(), NOTHING, false);
        }
        if (asked.ranged() && of.status() == 200 && isSame(head, of)) {
            ByteRange range =
                    ByteRange.parse(Asked.text(head, Asked.RANGE), stored.body().remaining());
            if (range.kind() != ByteRange.Kind.WHOLE) {
                return part(stored, range);
            }
        }
        return new ServedAnswer(stored.headBytes(), stored.body(), true);
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

    /** RFC 9110 §15.3.7, §15.5.17. */
    private static ServedAnswer part(Stored stored, ByteRange range) {
        boolean there = range.kind() == ByteRange.Kind.PART;
        ByteBuffer whole = stored.body();
        ByteBuffer body = there ? whole.slice((int) range.start(), (int) (range.end() - range.start())) : NOTHING;
        String bounds = there ? range.start() + "-" + (range.end() - 1) : "*";
        List<Line> lines = new ArrayList<>();
        for (Line line : stored.head().lines()) {
            if (!line.is("content-length") && (there || !line.is("content-type"))) {
                lines.add(line);
            }
        }
        lines.add(new Line("Content-Range", "bytes " + bounds + "/" + whole.remaining()));
        lines.add(new Line("Content-Length", Integer.toString(body.remaining())));
        byte[] head = StoredHead.bytes(there ? 206 : 416, there ? "Partial Content" : "Range Not Satisfiable", lines);
        return new ServedAnswer(head, body, true);
    }
}
