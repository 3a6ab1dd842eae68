package io.weir.node.filter.transform;

import org.jspecify.annotations.Nullable;

/** What is to become of the answer to one request. */
interface AnswerPlan {
    /** For an answer with this head; null: it passes as it is. */
    @Nullable
    Conversion conversion(AnswerLines head);

    /** Whether answers of the usual kind do not pass as they are. */
    boolean converts();

    /** Containers within one another, at most. */
    int depth();

    /** A line for every answer, or nothing. */
    String vary();
}
