package io.weir.node.filter.cache;

import io.weir.node.decide.cache.Selecting;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The answers of one URL differ by some fields of requests (RFC 9111 §4.1); so many lie beside each other at most. Thread-safe. */
final class Variants implements Held {
    /** Clients choose what they send: more would be room that one URL takes from the others. */
    static final int MOST = 256;

    /** So many of what the policy tells apart (consumers, say) are counted for themselves; with more, counting begins anew. */
    private static final int MOST_COUNTED = 1024;

    private final long generation;
    private final List<FieldName> names;
    private final Map<String, Set<String>> keys = new HashMap<>();

    /**
     * @param generation answers of an earlier one are not found any more
     * @param names in a fixed order
     */
    Variants(long generation, List<FieldName> names) {
        this.generation = generation;
        this.names = List.copyOf(names);
    }

    long generation() {
        return generation;
    }

    List<FieldName> names() {
        return names;
    }

    /** Where the answer to this request is. */
    String key(String primary, String discriminator, RequestHead head) {
        return primary + '\n' + generation + '\n' + discriminator + values(names, head);
    }

    /** An answer will lie under this key; answers the key of the oldest if that has to make room, or null. */
    synchronized @Nullable String admit(String discriminator, String key) {
        if (keys.size() > MOST_COUNTED) {
            keys.clear();
        }
        Set<String> known = keys.computeIfAbsent(discriminator, of -> new LinkedHashSet<>());
        if (names.isEmpty() || !known.add(key) || known.size() <= MOST) {
            return null;
        }
        Iterator<String> oldest = known.iterator();
        String surplus = oldest.next();
        oldest.remove();
        return surplus;
    }

    /** What the request says in these fields, as far as that makes a difference. */
    static String values(List<FieldName> names, RequestHead head) {
        StringBuilder values = new StringBuilder();
        for (FieldName name : names) {
            values.append('\n').append(Selecting.normal(name.toString(), head.joined(name, ", ")));
        }
        return values.toString();
    }
}
