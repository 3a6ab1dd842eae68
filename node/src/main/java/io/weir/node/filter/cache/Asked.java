package io.weir.node.filter.cache;

import io.weir.node.decide.cache.ByteRanges;
import io.weir.node.decide.cache.CacheControl;
import io.weir.node.decide.cache.HttpDate;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A GET or HEAD as a cache sees it.
 *
 * @param primary the key of its URL
 * @param discriminator what the policy's key adds to it; empty: nothing
 * @param target path and query, as far as that counts
 * @param conditional it holds for something that the client has: nothing else is to be stored by it
 * @param preconditions that only the backend can judge
 * @param authorized it shows a credential that answers could depend on
 */
record Asked(
        String primary,
        String discriminator,
        String route,
        String authority,
        String target,
        CacheControl control,
        boolean conditional,
        boolean ranged,
        boolean preconditions,
        boolean authorized) {
    static final FieldName IF_NONE_MATCH = FieldName.of("if-none-match");
    static final FieldName IF_MODIFIED_SINCE = FieldName.of("if-modified-since");
    static final FieldName RANGE = FieldName.of("range");
    static final FieldName IF_RANGE = FieldName.of("if-range");
    private static final FieldName IF_MATCH = FieldName.of("if-match");
    private static final FieldName IF_UNMODIFIED_SINCE = FieldName.of("if-unmodified-since");
    private static final FieldName CACHE_CONTROL = FieldName.of("cache-control");
    private static final FieldName PRAGMA = FieldName.of("pragma");
    private static final FieldName AUTHORIZATION = FieldName.of("authorization");
    private static final CacheControl NO_CACHE = CacheControl.parse("no-cache");

    static Asked of(FilterContext exchange, KeyRule rule) {
        RequestHead head = exchange.head();
        String authority = authority(head, exchange.isSecure());
        String target = target(head, rule);
        boolean known = exchange.identity() != null;
        boolean ofItsOwn = rule.byConsumer() && exchange.consumer() != null;
        return new Asked(
                primary(exchange.isSecure(), authority, target),
                rule.discriminator(exchange),
                exchange.route().name(),
                authority,
                target,
                control(head),
                has(head, IF_NONE_MATCH) || has(head, IF_MODIFIED_SINCE),
                ByteRanges.isKnown(text(head, RANGE)),
                has(head, IF_MATCH) || has(head, IF_UNMODIFIED_SINCE),
                known ? !ofItsOwn : has(head, AUTHORIZATION));
    }

    static String authority(RequestHead head, boolean secure) {
        return authority(head.text(head.hostStart(), head.authorityEnd()), secure);
    }

    /** A port that goes without saying is left out (RFC 9110 §4.2.3). */
    static String authority(String named, boolean secure) {
        String implied = secure ? ":443" : ":80";
        return named.endsWith(implied) ? named.substring(0, named.length() - implied.length()) : named;
    }

    /** What a client of another node has asked, as that node tells it. */
    static Asked byPeer(RequestHead head, PeerAsk ask) {
        String authority = authority(head, ask.secure());
        String query = head.hasQuery() ? "?" + head.text(head.queryStart(), head.queryEnd()) : "";
        String target = head.text(head.pathStart(), head.pathEnd()) + query;
        return new Asked(
                primary(ask.secure(), authority, target),
                ask.discriminator(),
                ask.route(),
                authority,
                target,
                control(head),
                has(head, IF_NONE_MATCH) || has(head, IF_MODIFIED_SINCE),
                false,
                false,
                false);
    }

    boolean isSecure() {
        return primary.charAt(0) == 's';
    }

    static String primary(boolean secure, String authority, String target) {
        return (secure ? "s" : "p") + authority + target;
    }

    private static String target(RequestHead head, KeyRule rule) {
        String path = head.text(head.pathStart(), head.pathEnd());
        if (!head.hasQuery()) {
            return path;
        }
        String query = rule.query(head.text(head.queryStart(), head.queryEnd()));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** §5.4: without {@code Cache-Control}, {@code Pragma} has a say. */
    private static CacheControl control(RequestHead head) {
        String text = head.joined(CACHE_CONTROL, ",");
        if (text != null) {
            return CacheControl.parse(text);
        }
        String pragma = head.joined(PRAGMA, ",");
        return pragma != null && CacheControl.parse(pragma).noCache() ? NO_CACHE : CacheControl.NONE;
    }

    private static boolean has(RequestHead head, FieldName name) {
        return head.indexOf(name, 0) >= 0;
    }

    boolean isDiscriminated() {
        return !discriminator.isEmpty();
    }

    /** Under which requests wait for one another. */
    String flight() {
        return primary + '\n' + route + '\n' + discriminator;
    }

    /** Where the answer is found by those who purge, as far as that is known before it comes. */
    Place place() {
        return new Place(authority, target, List.of());
    }

    static String text(RequestHead head, FieldName name) {
        @Nullable String text = head.joined(name, ",");
        return text == null ? "" : text;
    }

    static long date(RequestHead head, FieldName name, long nowSeconds) {
        String text = text(head, name);
        return text.isEmpty() ? HttpDate.NONE : HttpDate.parse(text, nowSeconds);
    }
}
