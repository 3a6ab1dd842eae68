package io.weir.node.decide.rewrite;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Edits a raw query. What is not edited stays as it was sent; names are compared decoded. Removed first, then renamed, set
 * (replacing), added. Immutable.
 */
public final class QueryEdits {
    private final Set<String> removed;
    private final Map<String, String> renamed;
    private final Set<String> set;

    /**
     * @param renamed new names by old; a new name's own parameters go where there is the old one
     * @param set names that are replaced, be it by nothing
     */
    public QueryEdits(Set<String> removed, Map<String, String> renamed, Set<String> set) {
        this.removed = Set.copyOf(removed);
        this.renamed = Map.copyOf(renamed);
        this.set = Set.copyOf(set);
    }

    /** What of the query is left, with new names. */
    public StringBuilder edit(String query) {
        List<String> pairs = pairs(query);
        Set<String> taken = taken(pairs);
        StringBuilder out = new StringBuilder(query.length() + 32);
        for (String pair : pairs) {
            String name = name(pair);
            String to = renamed.get(name);
            boolean dropped = removed.contains(name) || to == null && taken.contains(name);
            if (dropped || set.contains(to == null ? name : to)) {
                continue;
            }
            begin(out);
            if (to == null) {
                out.append(pair);
            } else {
                Escapes.percent(out, to);
                int equals = pair.indexOf('=');
                out.append(equals < 0 ? "" : pair.substring(equals));
            }
        }
        return out;
    }

    /** Appends a parameter. */
    public static void append(StringBuilder query, String name, String value) {
        begin(query);
        Escapes.percent(query, name);
        query.append('=');
        Escapes.percent(query, value);
    }

    private static void begin(StringBuilder query) {
        if (!query.isEmpty()) {
            query.append('&');
        }
    }

    private Set<String> taken(List<String> pairs) {
        if (renamed.isEmpty()) {
            return Set.of();
        }
        Set<String> taken = new HashSet<>();
        for (String pair : pairs) {
            String to = removed.contains(name(pair)) ? null : renamed.get(name(pair));
            if (to != null) {
                taken.add(to);
            }
        }
        return taken;
    }

    private static List<String> pairs(String query) {
        List<String> pairs = new ArrayList<>();
        int from = 0;
        while (from < query.length()) {
            int to = query.indexOf('&', from);
            int end = to < 0 ? query.length() : to;
            if (end > from) {
                pairs.add(query.substring(from, end));
            }
            from = end + 1;
        }
        return pairs;
    }

    private static String name(String pair) {
        int equals = pair.indexOf('=');
        return Escapes.decoded(equals < 0 ? pair : pair.substring(0, equals), true);
    }
}
