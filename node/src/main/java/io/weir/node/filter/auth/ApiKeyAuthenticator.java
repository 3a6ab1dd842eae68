package io.weir.node.filter.auth;

import io.weir.config.model.Policy;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** An API key in one place of the request. */
final class ApiKeyAuthenticator implements Authenticator {
    private final Consumers consumers;
    private final @Nullable FieldName field;
    private final String parameter;
    private final byte[] parameterBytes;

    ApiKeyAuthenticator(Policy.Credential place, Consumers consumers) {
        this.consumers = consumers;
        boolean inField = place instanceof Policy.Credential.ApiKeyHeader;
        field = place instanceof Policy.Credential.ApiKeyHeader header ? FieldName.of(header.field()) : null;
        parameter = inField ? "" : ((Policy.Credential.ApiKeyQuery) place).parameter();
        parameterBytes = parameter.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Result examine(FilterContext exchange, Later later) {
        return field == null ? inQuery(exchange) : inField(exchange, field);
    }

    @Override
    public String challenge(boolean wrong) {
        return "ApiKey realm=\"weir\"";
    }

    private Result inField(FilterContext exchange, FieldName name) {
        RequestHead head = exchange.head();
        int index = head.indexOf(name, 0);
        if (index < 0) {
            return Result.ABSENT;
        }
        exchange.dropRequestField(name);
        return result(consumers.byKey(head.buffer(), head.valueStart(index), head.valueEnd(index)));
    }

    private Result inQuery(FilterContext exchange) {
        RequestHead head = exchange.head();
        long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), parameterBytes);
        if (range < 0) {
            return Result.ABSENT;
        }
        exchange.dropQueryParameter(parameter);
        return result(consumers.byEncodedKey(head.buffer(), (int) (range >>> 32), (int) range));
    }

    private static Result result(@Nullable Identity found) {
        return found == null ? Result.WRONG : new Result.Known(found);
    }
}
