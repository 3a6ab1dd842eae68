package io.weir.node.filter.cache;

import io.weir.node.decide.cache.AcceptedCodings;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.List;

/**
 * The answers of one URL differ by these fields of requests (RFC 9111 §4.1).
 *
 * @param generation answers of an earlier one are not found any more
 * @param names lower case, sorted
 */
record Variants(long generation, List<String> names) implements Held {
    private static final int OVERHEAD = 200;
    private static final String ACCEPT_ENCODING = "accept-encoding";

    Variants {
        names = List.copyOf(names);
    }

    /** Where the answer to this request is. */
    String key(String primary, String discriminator, RequestHead head) {
        StringBuilder key = new StringBuilder(primary)
                .append('\n')
                .append(generation)
                .append('\n')
                .append(discriminator);
        for (String name : names) {
            String value = head.joined(FieldName.of(name), ",");
            key.append('\n')
                    .append(
                            value == null
                                    ? ""
                                    : name.equals(ACCEPT_ENCODING) ? AcceptedCodings.normal(value) : "=" + value);
        }
        return key.toString();
    }

    @Override
    public int weight() {
        return OVERHEAD;
    }
}
