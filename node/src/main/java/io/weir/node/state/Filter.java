package io.weir.node.state;

/** One step of a route's request phase. Stateless or thread-safe; runs on the exchange's event loop and never blocks. */
public interface Filter {
    Outcome onRequest(FilterContext exchange);

    enum Outcome {
        /** Go on with the next filter. */
        CONTINUE,
        /** {@link FilterContext#deny} or {@link FilterContext#answer} was called: the exchange is answered. */
        ANSWERED,
        /** AWAIT: the filter calls {@link FilterContext#resume} later, on the exchange's loop. */
        WAIT
    }
}
