package io.weir.node.filter.cache;

import io.weir.node.state.Purge;
import java.util.List;
import java.util.Locale;

/**
 * Under what an entry is found by those who purge.
 *
 * @param authority host, and port where the client named one; lower case
 * @param target path and query, as far as that counts
 * @param tags of {@code Cache-Tag} and {@code Surrogate-Key}
 */
record Place(String authority, String target, List<String> tags) {
    /** @param key under which it lies: of {@link Asked#primary}, and after a line end what else makes a difference */
    static Place of(String key, List<String> tags) {
        int slash = key.indexOf('/');
        int end = key.indexOf('\n');
        int to = end < 0 ? key.length() : end;
        int from = slash < 0 || slash > to ? to : slash;
        return new Place(key.substring(1, from), key.substring(from, to), tags);
    }

    boolean isMeant(Purge purge) {
        return switch (purge.kind()) {
            case ALL -> true;
            case TAG -> tags.contains(purge.value());
            case URL -> isAt(purge.value(), false);
            case PREFIX -> isAt(purge.value(), true);
        };
    }

    /** A URL without a port means all of them, whatever its scheme. */
    private boolean isAt(String url, boolean prefix) {
        int from = url.indexOf("://");
        from = from < 0 ? 0 : from + 3;
        int slash = url.indexOf('/', from);
        String host = url.substring(from, slash < 0 ? url.length() : slash).toLowerCase(Locale.ROOT);
        String rest = slash < 0 ? "/" : url.substring(slash);
        if (!authority.equals(host) && !withoutPort(authority).equals(host)) {
            return false;
        }
        return prefix ? target.startsWith(rest) : target.equals(rest);
    }

    private static String withoutPort(String authority) {
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }
}
