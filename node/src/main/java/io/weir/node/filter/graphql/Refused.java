package io.weir.node.filter.graphql;

import io.weir.protocol.http.Problem;

/** The request is not taken. */
final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    Refused(Problem problem) {
        super(problem.type(), null, false, false);
        this.problem = problem;
    }

    Problem problem() {
        return problem;
    }

    /** It is no request of GraphQL, because of this. */
    static Refused request(String why) {
        return new Refused(GraphqlRefusals.because(GraphqlRefusals.REQUEST, why));
    }
}
