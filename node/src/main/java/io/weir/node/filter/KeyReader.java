package io.weir.node.filter;

import io.weir.config.model.RequestKey;
import io.weir.node.decide.auth.Claims;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;

/**
 * Finds a request's key as bytes, without copying: {@link #array} has it at {@link #range}. A query parameter is taken
 * as it was sent, not decoded. Immutable.
 */
final class KeyReader {
    /** The request has no such key. */
    static final long NONE = -1;

    private final RequestKey key;
    private final FieldName field;
    private final byte[] name;

    private final byte[] routeKey;

    private KeyReader(RequestKey key, byte[] routeKey) {
        this.key = key;
        this.routeKey = routeKey;
        this.field = FieldName.of(key.name());
        this.name = key.name().getBytes(StandardCharsets.UTF_8);
    }

    /** @param routeKey the key where it is {@code route}; not to be modified */
    static KeyReader of(RequestKey key, byte[] routeKey) {
        return new KeyReader(key, routeKey);
    }

    static int start(long range) {
        return (int) (range >>> 32);
    }

    static int end(long range) {
        return (int) range;
    }

    /** The array that {@link #range} points into; not to be modified. */
    byte[] array(FilterContext exchange) {
        return switch (key.kind()) {
            case CONSUMER -> {
                ConsumerPlan consumer = exchange.consumer();
                // Somebody who is not identified is known by the address.
                yield consumer == null ? exchange.head().clientAddress() : consumer.keyBytes();
            }
            case ADDRESS -> exchange.head().clientAddress();
            case HEADER, QUERY, PATH -> exchange.head().buffer();
            case CLAIM -> claim(exchange);
            case ROUTE -> routeKey;
        };
    }

    /**
     * Start and end packed into one value, or {@link #NONE}.
     *
     * @param array as {@link #array} has just given it
     */
    long range(FilterContext exchange, byte[] array) {
        return switch (key.kind()) {
            case CONSUMER, ADDRESS, ROUTE -> array.length;
            case CLAIM -> array.length == 0 ? NONE : array.length;
            case HEADER -> headerRange(exchange.head());
            case QUERY -> {
                RequestHead head = exchange.head();
                yield QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), name);
            }
            case PATH -> pathRange(exchange);
        };
    }

    /** Empty: nobody is identified, or says no such thing in one value. */
    private byte[] claim(FilterContext exchange) {
        Identity identity = exchange.identity();
        String text = identity == null ? "" : Claims.text(identity.claims(), key.name());
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long headerRange(RequestHead head) {
        int index = head.indexOf(field, 0);
        return index < 0 ? NONE : QueryBytes.range(head.valueStart(index), head.valueEnd(index));
    }

    private long pathRange(FilterContext exchange) {
        int parameter = exchange.route().parameterNames().indexOf(key.name());
        if (parameter < 0 || parameter >= exchange.match().parameters()) {
            return NONE;
        }
        return QueryBytes.range(
                exchange.match().start(parameter), exchange.match().end(parameter));
    }
}
