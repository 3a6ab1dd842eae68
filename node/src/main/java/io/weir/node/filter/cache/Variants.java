package io.weir.node.filter.cache;

import io.weir.node.decide.cache.Selecting;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.List;

/**
 * The answers of one URL differ by these fields of requests (RFC 9111 §4.1).
 *
 * @param generation answers of an earlier one are not found any more
 * @param names in a fixed order
 */
record Variants(long generation, List<FieldName> names) implements Held {
    private static final int OVERHEAD = 200;

    Variants {
        names = List.copyOf(names);
    }

    /** Where the answer to this request is. */
    String key(String primary, String discriminator, RequestHead head) {
        return primary + '\n' + generation + '\n' + discriminator + values(names, head);
    }

    /** What the request says in these fields, as far as that makes a difference. */
    static String values(List<FieldName> names, RequestHead head) {
        StringBuilder values = new StringBuilder();
        for (FieldName name : names) {
            values.append('\n').append(Selecting.normal(name.toString(), head.joined(name, ", ")));
        }
        return values.toString();
    }

    @Override
    public int weight() {
        return OVERHEAD;
    }
}
