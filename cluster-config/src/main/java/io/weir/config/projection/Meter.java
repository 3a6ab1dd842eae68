package io.weir.config.projection;

import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Parser;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one evaluation costs, and ends it. Every part of an expression that is evaluated is a step, and costs more where it
 * takes or makes long values. Every value that comes about is weighed as if it were written out, so that neither texts nor
 * lists that hold each other many times grow beyond {@value #MOST_WEIGHT} characters. The functions of the library that
 * cost more than a look at each item are metered one by one. The clock is only the last net: what is refused is, but for that,
 * the same everywhere. One evaluation.
 */
final class Meter {
    static final long MOST_STEPS = 2_000_000;
    static final long MOST_WEIGHT = 8_000_000;
    static final int DEEPEST = 250;
    private static final long MOST_NANOS = 2_000_000_000L;
    /** Characters that are copied or compared in the time of a step. */
    private static final long A_STEP = 64;

    private record Weighed(int size, long weight) {}

    private final IdentityHashMap<Object, Weighed> weighed = new IdentityHashMap<>();
    /** For each part that is being evaluated: the weight of its operands so far. */
    private final Deque<long[]> operands = new ArrayDeque<>();

    private final long end = System.nanoTime() + MOST_NANOS;
    private long left = MOST_STEPS;
    private boolean usedUp;

    /** Passes through the library, which may make another exception of it. */
    private static final class UsedUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UsedUp() {
            super("", null, false, false);
        }
    }

    void watch(Jsonata.Frame frame) {
        frame.setEvaluateEntryCallback((part, input, at) -> begin());
        frame.setEvaluateExitCallback((part, input, at, result) -> end(part, result));
        MeteredFunctions.bind(frame, this);
    }

    /** Whether it was this that ended the evaluation. */
    boolean isUsedUp() {
        return usedUp;
    }

    private void begin() {
        charge(1);
        operands.push(new long[1]);
        if (operands.size() > DEEPEST) {
            throw usedUp();
        }
    }

    private void end(Parser.Symbol part, @Nullable Object result) {
        long[] mine = operands.pop();
        long weight = weight(result);
        if (mine[0] > A_STEP && isOperator(part)) {
            charge(mine[0] / A_STEP); // it may have compared or joined them
        }
        charge(shallow(result) / A_STEP);
        long[] outer = operands.peek();
        if (outer != null) {
            outer[0] += weight;
        }
    }

    /** A path, which only looks into what it begins with, is of the same class but has no value. */
    private static boolean isOperator(Parser.Symbol part) {
        return part.getClass() != Parser.Symbol.class && !part.toString().endsWith("value=null");
    }

    void charge(long steps) {
        long before = left;
        left -= steps;
        if (left < 0 || before >> 8 != left >> 8 && System.nanoTime() - end > 0) {
            throw usedUp();
        }
    }

    /** Charges for so many characters. */
    void chargeFor(long characters) {
        if (characters > MOST_WEIGHT * A_STEP) {
            throw usedUp();
        }
        charge(characters / A_STEP);
    }

    /** Before so many characters come about. */
    void room(long characters) {
        if (characters < 0 || characters > MOST_WEIGHT) {
            throw usedUp();
        }
    }

    private RuntimeException usedUp() {
        usedUp = true;
        return new UsedUp();
    }

    /** Of what has come about at last. */
    void result(@Nullable Object result, long most) throws ProjectionFault {
        if (weight(result) > most) {
            throw new ProjectionFault(ProjectionFault.Kind.TOO_LARGE);
        }
    }

    static long shallow(@Nullable Object value) {
        return value instanceof String text
                ? text.length()
                : value instanceof List<?> list ? list.size() : value instanceof Map<?, ?> map ? map.size() : 1;
    }

    /** Characters that it would have, written out. */
    long weight(@Nullable Object value) {
        if (value instanceof String text) {
            room(text.length());
            return text.length() + 2L;
        }
        if (!(value instanceof List<?>) && !(value instanceof Map<?, ?>)) {
            return value instanceof Number ? 20 : 5;
        }
        int size = (int) shallow(value);
        Weighed known = weighed.get(value);
        if (known != null && known.size == size) {
            return known.weight;
        }
        room(size);
        long weight = value instanceof List<?> list ? weight(list) : weight((Map<?, ?>) value);
        weighed.put(value, new Weighed(size, weight));
        return weight;
    }

    private long weight(List<?> list) {
        charge(list.size() / A_STEP);
        long weight = 2;
        for (Object item : list) {
            weight += 1 + weight(item);
            room(weight);
        }
        return weight;
    }

    private long weight(Map<?, ?> map) {
        long weight = 2;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            weight += 4 + shallow(entry.getKey()) + weight(entry.getValue());
            room(weight);
        }
        return weight;
    }
}
