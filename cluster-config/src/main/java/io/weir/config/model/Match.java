package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/**
 * A route's conditions; all must hold, an empty list holds always.
 *
 * @param hosts exact ({@code api.example.com}) or wildcard ({@code *.example.com}, one or more labels)
 * @param path {@code /exact}, {@code /prefix/**} (any rest, also none), {@code /orders/{id}} (one segment each)
 * @param listeners names of listeners
 */
public record Match(
        List<String> hosts,
        String path,
        List<String> methods,
        List<FieldMatch> headers,
        List<FieldMatch> query,
        List<String> listeners) {
    public Match {
        hosts = List.copyOf(hosts);
        methods = List.copyOf(methods);
        headers = List.copyOf(headers);
        query = List.copyOf(query);
        listeners = List.copyOf(listeners);
    }

    /** @param value empty: the field only has to be there */
    public record FieldMatch(String name, Optional<String> value) {}
}
