package io.weir.node.filter.graphql;

import io.weir.node.decide.graphql.Operation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query that has been read: its operations by their names. Immutable. */
record QueryText(Map<String, Operation> operations) {
    QueryText {
        operations = Map.copyOf(operations);
    }

    /** The one that a request means. */
    Operation operation(@Nullable String name) throws Refused {
        if (name == null || name.isEmpty()) {
            if (operations.size() != 1) {
                throw Refused.request("operationName has to say which of the operations is meant");
            }
            return operations.values().iterator().next();
        }
        Operation named = operations.get(name);
        if (named == null) {
            throw Refused.request("The query has no operation of the name that is asked for");
        }
        return named;
    }
}
