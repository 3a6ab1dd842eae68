package io.weir.node.filter;

import io.weir.config.model.Policy;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.filter.Consumers.Identity;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Authenticate: finds the consumer by an API key in one of the places, in their order; the first valid one counts. No
 * credential goes on to the backend, and whoever is not identified gets the same 401, whatever was wrong.
 */
final class ApiKeyFilter implements Filter {
    private static final Problem UNAUTHENTICATED = Problem.of(401, "unauthenticated", "A valid API key is needed");

    private final Consumers consumers;
    private final Place[] places;

    /** One of the two is set. */
    private record Place(@Nullable FieldName field, @Nullable String parameter, byte[] parameterBytes) {
        static Place of(Policy.Credential credential) {
            if (credential instanceof Policy.Credential.ApiKeyHeader header) {
                return new Place(FieldName.of(header.field()), null, new byte[0]);
            }
            String name = ((Policy.Credential.ApiKeyQuery) credential).parameter();
            return new Place(null, name, name.getBytes(StandardCharsets.UTF_8));
        }
    }

    ApiKeyFilter(List<Policy.Credential> anyOf, Consumers consumers) {
        this.consumers = consumers;
        this.places = anyOf.stream().map(Place::of).toArray(Place[]::new);
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        exchange.dropRequestField(IdentityFields.NAME);
        exchange.dropRequestField(IdentityFields.GROUPS);
        Identity found = null;
        for (Place place : places) {
            Identity here = place.field == null ? inQuery(exchange, place) : inField(exchange, place.field);
            found = found == null ? here : found;
        }
        if (found == null) {
            exchange.addResponseField("WWW-Authenticate", "ApiKey realm=\"weir\"");
            exchange.deny(UNAUTHENTICATED);
            return Outcome.ANSWERED;
        }
        exchange.identify(found.consumer());
        exchange.addRequestLines(found.requestLines());
        return Outcome.CONTINUE;
    }

    private @Nullable Identity inField(FilterContext exchange, FieldName field) {
        RequestHead head = exchange.head();
        int index = head.indexOf(field, 0);
        if (index < 0) {
            return null;
        }
        exchange.dropRequestField(field);
        return consumers.byKey(head.buffer(), head.valueStart(index), head.valueEnd(index));
    }

    private @Nullable Identity inQuery(FilterContext exchange, Place place) {
        RequestHead head = exchange.head();
        long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), place.parameterBytes);
        if (range < 0 || place.parameter == null) {
            return null;
        }
        exchange.dropQueryParameter(place.parameter);
        return consumers.byEncodedKey(head.buffer(), KeyReader.start(range), KeyReader.end(range));
    }
}
