package io.weir.node.filter.cache;

import io.weir.config.model.CachePolicy;
import io.weir.node.filter.Cookies;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What makes requests of one policy the same. Immutable. */
final class KeyRule {
    private static final FieldName[] OVERRIDES = {
        FieldName.loose("x-http-method-override"),
        FieldName.loose("x-http-method"),
        FieldName.loose("x-method-override"),
        FieldName.loose("x-original-url"),
        FieldName.loose("x-rewrite-url"),
        FieldName.loose("x-original-host"),
        FieldName.loose("x-host"),
    };

    private final Optional<List<String>> query;
    private final List<FieldName> headers;
    private final List<String> cookies;
    private final boolean consumer;

    KeyRule(CachePolicy policy) {
        query = policy.query();
        headers = policy.headers().stream().map(FieldName::of).toList();
        cookies = policy.cookies();
        consumer = policy.consumer();
    }

    /**
     * Whether it says by a field that is not of the key that something else is asked for than its line does. Some frameworks believe
     * that, and others would get what they answer.
     */
    boolean isOverridden(RequestHead head) {
        for (FieldName name : OVERRIDES) {
            if (head.indexOf(name, 0) >= 0 && headers.stream().noneMatch(counted -> same(counted, name))) {
                return true;
            }
        }
        return false;
    }

    private static boolean same(FieldName one, FieldName other) {
        return one.toString().equals(other.toString());
    }

    boolean byConsumer() {
        return consumer;
    }

    /** The part of a query that counts; in the order of the policy where that has a say. */
    String query(String raw) {
        if (query.isEmpty()) {
            return raw;
        }
        StringBuilder kept = new StringBuilder();
        for (String name : query.get()) {
            for (String parameter : raw.split("&", -1)) {
                if (nameOf(parameter).equals(name)) {
                    kept.append(kept.isEmpty() ? "" : "&").append(parameter);
                }
            }
        }
        return kept.toString();
    }

    /** An address with what counts of its query. */
    String url(String url) {
        int question = url.indexOf('?');
        String kept = question < 0 ? "" : query(url.substring(question + 1));
        return question < 0 ? url : kept.isEmpty() ? url.substring(0, question) : url.substring(0, question + 1) + kept;
    }

    private static String nameOf(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }

    /** Names of parameters that do not count: the backend must not see them, or it could answer by them. */
    List<String> surplus(FilterContext exchange) {
        RequestHead head = exchange.head();
        if (query.isEmpty() || head.queryStart() == head.queryEnd()) {
            return List.of();
        }
        String raw = head.text(head.queryStart(), head.queryEnd());
        List<String> surplus = new ArrayList<>();
        for (String parameter : raw.split("&", -1)) {
            String name = nameOf(parameter);
            if (!query.get().contains(name) && !surplus.contains(name)) {
                surplus.add(name);
            }
        }
        return surplus;
    }

    /** What besides the URL and {@code Vary} makes a difference; empty: nothing. */
    String discriminator(FilterContext exchange) {
        boolean versioned = exchange.route().api() != null;
        if (headers.isEmpty() && cookies.isEmpty() && !consumer && !versioned) {
            return "";
        }
        StringBuilder key = new StringBuilder(exchange.route().name());
        RequestHead head = exchange.head();
        for (FieldName name : headers) {
            String value = head.joined(name, ",");
            key.append('\n').append(value == null ? "" : "=" + value);
        }
        for (String name : cookies) {
            String value = Cookies.value(head, name);
            key.append('\n').append(value == null ? "" : "=" + value);
        }
        if (consumer) {
            ConsumerPlan known = exchange.consumer();
            key.append('\n').append(known == null ? "" : "=" + known.name());
        }
        return key.toString();
    }
}
