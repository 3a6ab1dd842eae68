package io.weir.node.state;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a filter sees of an exchange. Only on the exchange's event loop. */
public interface FilterContext {
    RequestHead head();

    RouteMatch match();

    RoutePlan route();

    Snapshot snapshot();

    /** Monotonic, nanoseconds, read once when the head was complete. */
    long nowNanos();

    /** The identified consumer, or null. */
    @Nullable
    ConsumerPlan consumer();

    void identify(ConsumerPlan consumer);

    /** The field will not be forwarded (a credential, say). */
    void dropRequestField(FieldName name);

    /** The query parameter will not be forwarded (a credential, say). */
    void dropQueryParameter(String name);

    /** Appends a field to the answer, whoever makes it. */
    void addResponseField(String name, String value);

    /** Ends the exchange with a problem. */
    void deny(Problem problem);

    /** Where a waiting filter's completion must run: the exchange's event loop. */
    Executor loop();

    /**
     * Ends a WAIT: goes on with the next filter ({@link Filter.Outcome#CONTINUE}) or, after {@link #deny}, ends
     * ({@link Filter.Outcome#ANSWERED}). Does nothing when the exchange has ended meanwhile.
     */
    void resume(Filter.Outcome outcome);
}
