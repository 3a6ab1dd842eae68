package io.weir.node.filter.graphql;

import io.weir.node.decide.graphql.Operation;
import java.util.List;
import java.util.Locale;

/** What a request's operations are called in metrics and logs: {@code query Orders}. */
final class OperationNames {
    private static final int LONGEST = 100;
    private static final String UNKNOWN = "query (unknown)";

    private OperationNames() {}

    static String of(List<Operation> operations) {
        if (operations.size() != 1) {
            return operations.isEmpty() ? UNKNOWN : "batch (several)";
        }
        Operation one = operations.get(0);
        String name = one.name().isEmpty() || one.name().length() > LONGEST ? "(none)" : one.name();
        return one.kind().name().toLowerCase(Locale.ROOT) + ' ' + name;
    }
}
