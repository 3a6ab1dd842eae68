package io.weir.node.filter.graphql;

import io.weir.node.decide.graphql.Operation;
import io.weir.node.decide.graphql.QueryLimits;
import io.weir.node.decide.graphql.QueryLimits.Asked;
import io.weir.node.decide.graphql.QueryLimits.TooCostly;
import io.weir.node.decide.graphql.QueryLimits.TooDeep;
import io.weir.node.decide.graphql.QueryLimits.Verdict;
import io.weir.protocol.http.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds out what a request asks for, and whether it may. Thread-safe: computes only. */
final class Examination {
    private final Queries queries;
    private final PersistedQueries persisted;
    private final QueryLimits limits;
    private final Set<String> lists;

    Examination(Queries queries, PersistedQueries persisted, QueryLimits limits, Set<String> lists) {
        this.queries = queries;
        this.persisted = persisted;
        this.limits = limits;
        this.lists = lists;
    }

    /**
     * What was found.
     *
     * @param operations that are asked for; those that only the backend knows are not among them
     * @param texts for each of the requests: what the backend is to get as its query; null: what the request says
     */
    record Found(List<Operation> operations, List<@Nullable String> texts) {
        boolean replaces() {
            return texts.stream().anyMatch(text -> text != null);
        }
    }

    /**
     * Null: a query has to be read first, which is not for a loop.
     *
     * @param thorough whether it may be read
     */
    @Nullable
    Found examine(List<GraphqlRequest> requests, boolean thorough) throws Refused {
        List<Asked> asked = new ArrayList<>(requests.size());
        List<@Nullable String> texts = new ArrayList<>(requests.size());
        for (GraphqlRequest request : requests) {
            String known = known(request);
            texts.add(known);
            String text = known == null ? request.query() : known;
            if (text != null) {
                QueryText query = thorough ? queries.read(text) : queries.known(text);
                if (query == null) {
                    return null;
                }
                Operation operation = query.operation(request.operationName());
                asked.add(new Asked(operation, new GivenVariables(request.variables(), lists)));
            }
        }
        refuse(limits.judge(asked));
        return new Found(asked.stream().map(Asked::operation).toList(), texts);
    }

    /** The text that is known here by what the request names; null when it brings its own, or the backend may know. */
    private @Nullable String known(GraphqlRequest request) throws Refused {
        String query = request.query();
        String hash = request.hash();
        if (query != null) {
            ownText(query, hash);
            return null;
        }
        String id = request.id();
        String text = id != null ? persisted.withId(id) : hash == null ? null : persisted.withHash(hash);
        if (text == null && (id != null || !persisted.automatic())) {
            throw new Refused(GraphqlRefusals.unknown(GraphqlRefusals.NOT_FOUND));
        }
        return text;
    }

    private void ownText(String query, @Nullable String hash) throws Refused {
        if (persisted.only() && persisted.of(query) == null) {
            throw new Refused(GraphqlRefusals.unknown("PersistedQueryOnly"));
        }
        if (hash != null && !hash.equalsIgnoreCase(PersistedQueries.sha256(query))) {
            throw Refused.request("sha256Hash is not that of the query");
        }
    }

    private void refuse(Verdict verdict) throws Refused {
        Problem limit = GraphqlRefusals.LIMITS;
        if (verdict instanceof QueryLimits.Introspection) {
            throw new Refused(GraphqlRefusals.INTROSPECTION);
        } else if (verdict instanceof TooDeep deep) {
            String why = "Its fields are " + deep.depth() + " deep; " + limits.depth() + " are allowed";
            throw new Refused(GraphqlRefusals.because(limit, why));
        } else if (verdict instanceof TooCostly costly) {
            String why = "It costs " + costly.cost() + "; " + limits.cost() + " is allowed";
            throw new Refused(GraphqlRefusals.because(limit, why));
        }
    }
}
