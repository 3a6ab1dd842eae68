package io.weir.node.filter.validate;

import io.weir.protocol.http.Problem;
import org.jspecify.annotations.Nullable;

/** Looks at one whole body. Computes only: on a loop, or on a worker. Thread-safe. */
@FunctionalInterface
interface BodyCheck {
    /**
     * Null: it is good. {@link Refusals#TOO_COSTLY}: that could not be found out within so many steps.
     *
     * @param mostSteps see {@link Steps}
     */
    @Nullable
    Problem check(byte[] body, long mostSteps);
}
