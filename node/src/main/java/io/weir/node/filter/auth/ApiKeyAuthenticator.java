package io.weir.node.filter.auth;

import io.weir.config.model.Credential;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.filter.Cookies;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

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
        int index = head.indexOf(field, 0);
        if (index < 0) {
            return Result.ABSENT;
        }
        int start = head.valueStart(index);
        int end = head.valueEnd(index);
        if (scheme.length > 0) {
            start = Schemes.afterScheme(head.buffer(), start, end, scheme);
            if (start < 0) {
                return Result.ABSENT;
            }
        }
        stripping.field(exchange, field);
        return result(consumers.byKey(head.buffer(), start, end));
    }

    private Result inQuery(FilterContext exchange) {
        RequestHead head = exchange.head();
        long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), name);
        if (range < 0) {
            return Result.ABSENT;
        }
        stripping.parameter(exchange, place.name());
        return result(consumers.byEncodedKey(head.buffer(), (int) (range >>> 32), (int) range));
    }

    private Result inCookie(FilterContext exchange) {
        RequestHead head = exchange.head();
        long range = Cookies.range(head, place.name());
        if (range < 0) {
            return Result.ABSENT;
        }
        stripping.cookie(exchange, place.name());
        return result(consumers.byKey(head.buffer(), (int) (range >>> 32), (int) range));
    }

    private static Result result(@Nullable Identity found) {
        return found == null ? Result.WRONG : new Result.Known(found);
    }
}
