package io.weir.node.filter.cache;

import io.weir.node.state.FilterContext;

/** What {@code Cache-Status} says (RFC 9211): {@code hit}, or why the request was forwarded and what came of it; never both. */
final class CacheStatus {
    static final String NAME = "Cache-Status";
    private static final String CACHE = "weir";

    private CacheStatus() {}

    private static void say(FilterContext exchange, String parameters) {
        exchange.addResponseField(NAME, CACHE + parameters);
    }

    /** From the store. {@code ttl}: fresh for so many seconds, negative: stale. */
    static void hit(FilterContext exchange, long ttl) {
        say(exchange, "; hit; ttl=" + ttl);
    }

    /** From what another request has brought. */
    static void collapsed(FilterContext exchange, String why, long ttl) {
        say(exchange, "; fwd=" + why + "; collapsed; ttl=" + ttl);
    }

    /** The backend confirmed what is stored. */
    static void confirmed(FilterContext exchange, String why, long ttl, String detail) {
        say(exchange, "; fwd=" + why + "; fwd-status=304; ttl=" + ttl + detail(detail));
    }

    /** The backend failed, and what is stale is given. {@code status} 0: it has not answered. */
    static void rescued(FilterContext exchange, String why, int status, long ttl) {
        say(
                exchange,
                "; fwd=" + why + (status == 0 ? "" : "; fwd-status=" + status) + "; ttl=" + ttl
                        + detail("stale-if-error"));
    }

    static void stored(FilterContext exchange, String why, int status) {
        say(exchange, "; fwd=" + why + "; fwd-status=" + status + "; stored");
    }

    /** Another node's cache had it ({@code hit}), or was just being given it ({@code live}). */
    static void peer(FilterContext exchange, String why, int status, String word) {
        say(exchange, "; fwd=" + why + "; fwd-status=" + status + "; stored; detail=peer-" + word);
    }

    /** {@code detail} empty: there is nothing to say. */
    static void forwarded(FilterContext exchange, String why, int status, String detail) {
        say(exchange, "; fwd=" + why + "; fwd-status=" + status + detail(detail));
    }

    /** The answer is not looked at. */
    static void passed(FilterContext exchange, String why, String detail) {
        say(exchange, "; fwd=" + why + detail(detail));
    }

    private static String detail(String word) {
        return word.isEmpty() ? "" : "; detail=" + word;
    }
}
