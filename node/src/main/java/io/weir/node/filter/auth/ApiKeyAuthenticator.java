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
    private final Guesses guesses;
    private final FieldName field;
    private final byte[] name;
    private final byte[] scheme;

    ApiKeyAuthenticator(Credential.ApiKey place, AuthenticatorParts parts) {
        this.place = place;
        consumers = parts.consumers();
        stripping = parts.stripping();
        guesses = parts.guesses();
        field = FieldName.of(place.name());
        name = place.name().getBytes(StandardCharsets.UTF_8);
        scheme = place.scheme().orElse("").toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        long range = take(exchange);
        if (range < 0) {
            return Result.ABSENT;
        }
        if (guesses.isRefused(exchange, "")) {
            return Result.ANSWERED;
        }
        byte[] buffer = exchange.head().buffer();
        int start = (int) (range >>> 32);
        int end = (int) range;
        Result result = place.place() == Credential.Place.QUERY
                ? consumers.byEncodedKey(buffer, start, end)
                : consumers.byKey(buffer, start, end);
        return result == Consumers.UNKNOWN ? new Result.Wrong(new Guess("", start, end)) : result;
    }

    @Override
    public void strip(FilterContext exchange) {
        take(exchange);
    }

    @Override
    public String challenge(boolean wrong) {
        return place.scheme().orElse("ApiKey") + " realm=\"weir\"";
    }

    /** Where the key is in the head's buffer (below 0: nowhere), which is not forwarded any more. */
    private long take(FilterContext exchange) {
        long range = find(exchange.head());
        if (range >= 0) {
            switch (place.place()) {
                case HEADER -> stripping.field(exchange, field);
                case QUERY -> stripping.parameter(exchange, place.name());
                case COOKIE -> stripping.cookie(exchange, place.name());
            }
        }
        return range;
    }

    @Override
    public boolean isRepeated(RequestHead head) {
        return switch (place.place()) {
            case HEADER -> Schemes.isRepeated(head, field);
            case QUERY -> QueryBytes.isRepeated(head.buffer(), head.queryStart(), head.queryEnd(), name);
            case COOKIE -> Cookies.isRepeated(head, place.name());
        };
    }

    private long find(RequestHead head) {
        return switch (place.place()) {
            case HEADER -> Schemes.find(head, field, scheme);
            case QUERY -> QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), name);
            case COOKIE -> Cookies.range(head, place.name());
        };
    }
}
