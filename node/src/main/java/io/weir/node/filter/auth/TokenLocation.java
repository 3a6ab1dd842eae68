package io.weir.node.filter.auth;

import io.weir.config.model.Credential.Place;
import io.weir.config.model.Credential.TokenPlace;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.filter.Cookies;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Octets;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Where a token is in a request: by default {@code Authorization: Bearer} (RFC 6750 §2.1). Immutable. */
final class TokenLocation {
    static final long NONE = -1;

    private static final FieldName AUTHORIZATION = FieldName.of("authorization");
    private static final byte[] BEARER = Octets.ascii("bearer");
    private static final byte[] NO_SCHEME = new byte[0];

    private final Place place;
    private final String name;
    private final FieldName field;
    private final byte[] parameter;
    private final byte[] scheme;
    private final Stripping stripping;

    TokenLocation(Optional<TokenPlace> from, Stripping stripping) {
        place = from.map(TokenPlace::place).orElse(Place.HEADER);
        name = from.map(TokenPlace::name).orElse("");
        field = from.isEmpty() ? AUTHORIZATION : FieldName.of(name);
        scheme = field.equals(AUTHORIZATION) ? BEARER : NO_SCHEME;
        parameter = name.getBytes(StandardCharsets.UTF_8);
        this.stripping = stripping;
    }

    /** The token's range in the head's buffer, or {@link #NONE}. It is not forwarded. */
    long take(FilterContext exchange) {
        RequestHead head = exchange.head();
        return switch (place) {
            case HEADER -> inField(exchange, head);
            case QUERY -> {
                long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), parameter);
                if (range >= 0) {
                    stripping.parameter(exchange, name);
                }
                yield range;
            }
            case COOKIE -> {
                long range = Cookies.range(head, name);
                if (range >= 0) {
                    stripping.cookie(exchange, name);
                }
                yield range;
            }
        };
    }

    boolean isRepeated(RequestHead head) {
        return switch (place) {
            case HEADER -> Schemes.isRepeated(head, field);
            case QUERY -> QueryBytes.isRepeated(head.buffer(), head.queryStart(), head.queryEnd(), parameter);
            case COOKIE -> Cookies.isRepeated(head, name);
        };
    }

    private long inField(FilterContext exchange, RequestHead head) {
        long range = Schemes.find(head, field, scheme);
        if (range >= 0) {
            stripping.field(exchange, field);
        }
        return range;
    }
}
