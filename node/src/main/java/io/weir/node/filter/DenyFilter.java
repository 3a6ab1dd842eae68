package io.weir.node.filter;

import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;

/** Answers every request with one problem: for a version that is not there, on a route that is for nobody. */
record DenyFilter(Problem problem) implements Filter {
    @Override
    public Outcome onRequest(FilterContext exchange) {
        exchange.deny(problem);
        return Outcome.ANSWERED;
    }
}
