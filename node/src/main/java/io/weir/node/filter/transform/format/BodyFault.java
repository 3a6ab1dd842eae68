package io.weir.node.filter.transform.format;

import io.weir.protocol.http.Problem;

/** A body that cannot be read, changed or written; an outcome that is expected, so without a trace. */
public final class BodyFault extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    /** @param problem what a client is told whose body it is; of a backend's body its detail is told in a 502 */
    public BodyFault(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
    }

    /** It is not what its media type says, or beyond what is read. */
    public static BodyFault malformed(String detail) {
        return new BodyFault(
                Problem.of(400, "malformed-body", "The body cannot be read").withDetail(detail));
    }

    /** It is good, but the other format has no way to say it. */
    public static BodyFault unconvertible(String detail) {
        return new BodyFault(Problem.of(422, "not-convertible", "The body cannot be converted")
                .withDetail(detail));
    }

    static BodyFault charset(String name) {
        return new BodyFault(Problem.of(415, "unsupported-media-type", "The body is of no type that is taken here")
                .withDetail("Its charset " + name + " is not known here"));
    }

    public Problem problem() {
        return problem;
    }
}
