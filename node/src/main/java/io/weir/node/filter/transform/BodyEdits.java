package io.weir.node.filter.transform;

import io.weir.node.state.FilterContext;
import org.jspecify.annotations.Nullable;

/** What is done to bodies while they are trees, between two formats. Thread-safe. */
public interface BodyEdits {
    /** For this request's body, or null: nothing. On the loop, before the body is read. */
    @Nullable
    BodyEdit request(FilterContext exchange);

    /** For the body of the answer to this request, or null. On the loop, before the backend is asked. */
    @Nullable
    BodyEdit answer(FilterContext exchange);
}
