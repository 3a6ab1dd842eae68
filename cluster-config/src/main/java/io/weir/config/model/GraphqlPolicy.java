package io.weir.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bounds what requests of GraphQL ask for.
 *
 * @param bodyBytes longer bodies are refused
 * @param depth fields within one another
 * @param tokens words and signs of one query
 * @param cost of all that one request asks for
 * @param fieldCosts by a field's name; what is not named costs 1
 * @param lists arguments that say how many items a field answers: what it costs, and all within it, counts so often
 * @param introspection whether {@code __schema} and {@code __type} may be asked for
 * @param batch operations in one request
 */
public record GraphqlPolicy(
        String name,
        int bodyBytes,
        int depth,
        int tokens,
        int cost,
        Map<String, Integer> fieldCosts,
        List<String> lists,
        boolean introspection,
        int batch,
        Optional<Persisted> persisted)
        implements Policy {
    public static final int BODY_BYTES = 64 * 1024;
    public static final int DEPTH = 15;
    public static final int TOKENS = 5_000;
    public static final int COST = 5_000;
    public static final List<String> LISTS = List.of("first", "last", "limit");

    public GraphqlPolicy {
        fieldCosts = Collections.unmodifiableMap(new LinkedHashMap<>(fieldCosts));
        lists = List.copyOf(lists);
    }

    /**
     * Queries that are known by an id.
     *
     * @param queries a JSON object: texts of queries by their ids
     * @param only whether others are refused
     * @param automatic whether requests with a hash that is not known here are left to the backend
     */
    public record Persisted(Validation.Source queries, boolean only, boolean automatic) {}
}
