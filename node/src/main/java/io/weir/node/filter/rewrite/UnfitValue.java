package io.weir.node.filter.rewrite;

import io.weir.config.model.Template;
import io.weir.protocol.http.Problem;

/** What a request brings for a variable cannot stand where it would land, or is missing where something has to be. */
public final class UnfitValue extends Exception {
    private static final long serialVersionUID = 1L;
    private static final Problem UNFIT =
            Problem.of(400, "unfit-value", "A value of the request cannot be put where the route wants it");

    private final transient Problem problem;

    private UnfitValue(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** It would be a control character in a field, say. */
    static UnfitValue of(Template.Filled part) {
        return new UnfitValue(UNFIT.withDetail(part.variable() + " has a value that cannot stand there"));
    }

    /** Without it there is no path. */
    static UnfitValue missing(Template.Filled part) {
        return new UnfitValue(UNFIT.withDetail(part.variable() + " is missing"));
    }

    /** It would lead elsewhere. */
    static UnfitValue ofPath() {
        return new UnfitValue(UNFIT.withDetail("The path would lead elsewhere"));
    }

    /** For the client; never says the value. */
    public Problem problem() {
        return problem;
    }
}
