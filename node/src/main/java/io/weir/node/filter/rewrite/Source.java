package io.weir.node.filter.rewrite;

import io.weir.config.model.Variable;
import io.weir.node.decide.auth.Claims;
import io.weir.node.decide.rewrite.Escapes;
import io.weir.node.decide.route.QueryBytes;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Where a variable of a request comes from: its value in bytes, a character each, not yet escaped. Immutable. */
interface Source {
    /** Null: the exchange has no such thing. */
    @Nullable
    String of(FilterContext exchange);

    /** @param variable of the request, not of the answer */
    static Source of(Variable variable) {
        String name = variable.name();
        return switch (variable.kind()) {
            case PATH -> exchange -> parameter(exchange, name);
            case QUERY -> query(name);
            case CONSUMER_NAME -> exchange -> consumer(exchange, ConsumerPlan::name);
            case CONSUMER_GROUPS -> exchange -> consumer(exchange, consumer -> sorted(consumer.groups()));
            case CONSUMER_PLAN -> exchange -> consumer(exchange, ConsumerPlan::plan);
            case JWT -> exchange -> claim(exchange, name);
            case REQUEST_HEADER -> field(name);
            case REQUEST_METHOD -> exchange -> exchange.head().methodText();
            case REQUEST_HOST ->
                exchange -> {
                    RequestHead head = exchange.head();
                    return nonEmpty(head.text(head.hostStart(), head.hostEnd()));
                };
            case REQUEST_PATH ->
                exchange -> {
                    RequestHead head = exchange.head();
                    return head.text(head.pathStart(), head.pathEnd());
                };
            case REQUEST_ID -> FilterContext::requestId;
            case CLIENT_ADDRESS -> exchange -> address(exchange.head().clientAddress());
            case API_NAME -> exchange -> exchange.route().api();
            case API_VERSION -> exchange -> exchange.route().version();
            case RESPONSE_HEADER, RESPONSE_STATUS ->
                throw new IllegalArgumentException("{" + variable + "} is of the answer");
        };
    }

    private static @Nullable String parameter(FilterContext exchange, String name) {
        int parameter = exchange.route().parameterNames().indexOf(name);
        if (parameter < 0 || parameter >= exchange.match().parameters()) {
            return null;
        }
        String raw = exchange.head()
                .text(exchange.match().start(parameter), exchange.match().end(parameter));
        return Escapes.decoded(raw, false);
    }

    private static Source query(String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        return exchange -> {
            RequestHead head = exchange.head();
            long range = QueryBytes.find(head.buffer(), head.queryStart(), head.queryEnd(), wanted);
            return range < 0 ? null : Escapes.decoded(head.text((int) (range >>> 32), (int) range), true);
        };
    }

    private static Source field(String name) {
        FieldName field = FieldName.of(name);
        return exchange -> exchange.requestField(field);
    }

    private static @Nullable String consumer(
            FilterContext exchange, java.util.function.Function<ConsumerPlan, String> part) {
        ConsumerPlan consumer = exchange.consumer();
        return consumer == null ? null : nonEmpty(Escapes.bytes(part.apply(consumer)));
    }

    private static String sorted(Set<String> groups) {
        return String.join(",", new TreeSet<>(groups));
    }

    private static @Nullable String claim(FilterContext exchange, String name) {
        Identity identity = exchange.identity();
        if (identity == null) {
            return null;
        }
        String text = Claims.text(identity.claims(), name);
        return nonEmpty(Escapes.bytes(text.isEmpty() ? String.join(",", Claims.words(identity.claims(), name)) : text));
    }

    private static @Nullable String nonEmpty(String value) {
        return value.isEmpty() ? null : value;
    }

    private static @Nullable String address(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            return null;
        }
    }
}
