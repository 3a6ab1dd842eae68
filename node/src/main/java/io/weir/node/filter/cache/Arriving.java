package io.weir.node.filter.cache;

import io.weir.node.decide.cache.Reuse;
import io.weir.node.state.LiveAnswer;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.List;

/**
 * An answer that will be stored, and has begun to come.
 *
 * @param entry as it will be stored, but without its body
 * @param vary by which fields of requests answers differ
 * @param variant what they were in the request that it answers
 */
record Arriving(Stored entry, GrowingBody body, List<FieldName> vary, String variant) {
    static Arriving of(Stored entry, GrowingBody body, RequestHead asked) {
        List<FieldName> vary = entry.head().vary().stream().map(FieldName::of).toList();
        return new Arriving(entry, body, vary, Variants.values(vary, asked));
    }

    /** Whether it answers this request as well. */
    boolean fits(Asked asked, RequestHead head) {
        return Reuse.of(asked.control(), entry.at(System.nanoTime())) == Reuse.FRESH
                && variant.equals(Variants.values(vary, head));
    }

    LiveAnswer live() {
        return new LiveAnswer(entry.headBytes(), body);
    }
}
