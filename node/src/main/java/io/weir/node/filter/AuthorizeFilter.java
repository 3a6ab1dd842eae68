package io.weir.node.filter;

import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;
import java.util.List;

/** Authorize: only consumers that are in one of the groups. */
final class AuthorizeFilter implements Filter {
    private static final Problem FORBIDDEN = Problem.of(403, "forbidden", "The consumer may not use this route");

    private final String[] groups;

    AuthorizeFilter(List<String> groups) {
        this.groups = groups.toArray(String[]::new);
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        ConsumerPlan consumer = exchange.consumer();
        if (consumer != null) {
            for (String group : groups) {
                if (consumer.groups().contains(group)) {
                    return Outcome.CONTINUE;
                }
            }
        }
        exchange.deny(FORBIDDEN);
        return Outcome.ANSWERED;
    }
}
