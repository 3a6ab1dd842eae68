package io.weir.node.filter.graphql;

import io.weir.protocol.http.Problem;
import io.weir.protocol.http.Problem.Fault;
import java.util.List;

/**
 * What requests are refused with; each has a row in {@code docs/errors.md}. The {@code errors} of each have a {@code message},
 * as clients of GraphQL look for them.
 */
final class GraphqlRefusals {
    /** The word by which clients know that they have to send the whole query. */
    static final String NOT_FOUND = "PersistedQueryNotFound";

    static final Problem REQUEST = Problem.of(400, "graphql-request", "The request is none of GraphQL");
    static final Problem SYNTAX = Problem.of(400, "graphql-syntax", "The query cannot be read");
    static final Problem LIMITS = Problem.of(400, "graphql-limits", "The query asks for more than may be asked for");
    static final Problem INTROSPECTION =
            because(Problem.of(403, "graphql-introspection", "The schema cannot be asked for here"), "Not given");
    static final Problem UNKNOWN = Problem.of(400, "graphql-not-persisted", "The query is not one that is known here");
    static final Problem METHOD = Problem.of(405, "method-not-allowed", "The method is not allowed here");
    static final Problem TYPE =
            Problem.of(415, "unsupported-media-type", "The request body is of a type that is not taken here");
    static final Problem WEBSOCKET =
            REQUEST.withDetail("Queries within a WebSocket cannot be held against limits here");
    static final Problem OVERLOADED = Problem.of(503, "overloaded", "Too many queries are waiting to be read");

    private GraphqlRefusals() {}

    static Problem because(Problem problem, String message) {
        return problem.withDetail(message).withErrors(List.of(new Fault(Fault.In.MESSAGE, message, problem.title())));
    }

    /** @param word what clients go by */
    static Problem unknown(String word) {
        return UNKNOWN.withErrors(List.of(new Fault(Fault.In.MESSAGE, word, UNKNOWN.title())));
    }
}
