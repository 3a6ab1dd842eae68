package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.filter.Cookies;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** An API key in one place of the request. */
final class ApiKeyAuthenticator implements Authenticator {
    private final Credential.ApiKey place;
    private final Consumers consumers;
    private final Stripping stripping;
    private final FieldName field;
    private final byte[] name;
    private final byte[] scheme;

    ApiKeyAuthenticator(Credential.ApiKey place, AuthenticatorParts parts) {
        this.place = place;
        consumers = parts.consumers();
        stripping = parts.stripping();
        field = FieldName.of(place.name());
        name = place.name().getBytes(StandardCharsets.UTF_8);
        scheme = place.scheme().orElse("").toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        return switch (place.place()) {
            case HEADER -> inField(exchange);
            case QUERY -> inQuery(exchange);
            case COOKIE -> inCookie(exchange);
        };
    }

    @Override
    public String challenge(boolean wrong) {
        return place.scheme().orElse("ApiKey") + " realm=\"weir\"";
    }

    private Result inField(FilterContext exchange) {
        RequestHead head = exchange.head();
        long range = Schemes.find(head, field, scheme);
        if (range < 0) {
            return Result.ABSENT;
        }
        stripping.field(exchange, field);
        return consumers.byKey(head.buffer(), (int) (range >>> 32), (int) range);
    }

    private Result inQuery(FilterContext exchange) {
        RequestHead head = exchange.head();
        long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), name);
        if (range < 0) {
            return Result.ABSENT;
        }
        stripping.parameter(exchange, place.name());
        return consumers.byEncodedKey(head.buffer(), (int) (range >>> 32), (int) range);
    }

    private Result inCookie(FilterContext exchange) {
        RequestHead head = exchange.head();
        long range = Cookies.range(head, place.name());
        if (range < 0) {
            return Result.ABSENT;
        }
        stripping.cookie(exchange, place.name());
        return consumers.byKey(head.buffer(), (int) (range >>> 32), (int) range);
    }
}
