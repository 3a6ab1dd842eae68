package io.weir.config.projection;

/** Nothing can be made of a body; an outcome that is expected, so without a trace. */
public final class ProjectionFault extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        /** The body is not what the expression is for. */
        UNFIT,
        /** It would take more steps, memory or time than are allowed. */
        TOO_COSTLY,
        /** What is made is larger, or deeper, than it may be. */
        TOO_LARGE
    }

    private final Kind kind;

    ProjectionFault(Kind kind) {
        super(kind.name(), null, false, false);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
