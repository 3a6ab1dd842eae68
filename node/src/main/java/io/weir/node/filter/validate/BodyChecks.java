package io.weir.node.filter.validate;

import io.weir.node.filter.work.BoundedWork;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Brings bodies and their checks together: small ones on the loop, as long as that takes no time to speak of; all others on
 * the workers, a few at once.
 */
final class BodyChecks {
    /** On a loop everybody else waits meanwhile: such a body is read within 50 µs, and held against most schemas within 200. */
    private static final int SMALL = 16 * 1024;

    /** Two milliseconds at most. */
    private static final long FEW_STEPS = 10_000;

    /** A quarter of a second, and two more for each megabyte: about a hundred times what usual schemas take. */
    private static final long MANY_STEPS = 1_000_000;

    private static final long STEPS_OF_A_BYTE = 8;

    private final BoundedWork workers;
    private final int mostBytes;

    /** @param mostBytes longer bodies are refused */
    BodyChecks(BoundedWork workers, int mostBytes) {
        this.workers = workers;
        this.mostBytes = mostBytes;
    }

    /** What a filter answers that wants its exchange's body checked. */
    Filter.Outcome check(FilterContext exchange, BodyCheck check) {
        Filter.Outcome collected = exchange.collectBody(mostBytes, () -> {
            Filter.Outcome outcome = checkCollected(exchange, check);
            if (outcome != Filter.Outcome.WAIT) {
                exchange.resume(outcome);
            }
        });
        return collected == Filter.Outcome.CONTINUE ? checkCollected(exchange, check) : collected;
    }

    private Filter.Outcome checkCollected(FilterContext exchange, BodyCheck check) {
        byte[] body = exchange.body();
        if (body == null) {
            throw new IllegalStateException("the body was collected");
        }
        if (body.length <= SMALL) {
            Problem problem = check.check(body, FEW_STEPS);
            if (!Refusals.TOO_COSTLY.equals(problem)) {
                return conclude(exchange, problem);
            }
        }
        boolean taken = workers.take(() -> {
            Problem problem = check.check(body, MANY_STEPS + STEPS_OF_A_BYTE * body.length);
            exchange.loop().execute(() -> exchange.resume(conclude(exchange, problem)));
        });
        return taken ? Filter.Outcome.WAIT : conclude(exchange, Refusals.OVERLOADED);
    }

    private static Filter.Outcome conclude(FilterContext exchange, @Nullable Problem problem) {
        if (problem == null) {
            return Filter.Outcome.CONTINUE;
        }
        exchange.deny(problem);
        return Filter.Outcome.ANSWERED;
    }
}
