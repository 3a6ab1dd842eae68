package io.weir.config.projection;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * An expression in JSONata, compiled. What an evaluation may cost is bounded: its steps, its depth, the size of every value that
 * comes about, and its time ({@link Meter}). There are no regular expressions, which the library matches by backtracking, and
 * no {@code $eval}. Thread-safe.
 */
public final class Projection {
    /** Characters of a text. */
    public static final int LONGEST = 4_000;

    private final String text;
    /** An expression of the library serves one thread at a time. */
    private final Queue<Jsonata> idle = new ConcurrentLinkedQueue<>();

    private Projection(String text, Jsonata first) {
        this.text = text;
        idle.add(first);
    }

    /** What is wrong with a text; empty: it is an expression. */
    public static Optional<String> mistake(String text) {
        if (text.length() > LONGEST) {
            return Optional.of("has more than " + LONGEST + " characters");
        }
        String refused = RefusedWords.find(text);
        if (!refused.isEmpty()) {
            return Optional.of(refused);
        }
        try {
            parse(text);
            return Optional.empty();
        } catch (JException e) {
            int at = e.getLocation();
            return Optional.of(
                    "is no JSONata: " + oneLine(e.getMessage()) + (at > 0 ? " (at character " + at + ")" : ""));
        } catch (StackOverflowError e) {
            return Optional.of("is nested too deeply");
        } catch (RuntimeException e) {
            return Optional.of("is no JSONata");
        }
    }

    private static String oneLine(@Nullable String message) {
        return message == null ? "" : message.replace('\n', ' ').strip();
    }

    private static Jsonata parse(String text) {
        Jsonata parsed = Jsonata.jsonata(text);
        parsed.setOutputConvertNulls(false);
        parsed.setValidateInput(false);
        return parsed;
    }

    /** Of a text in which {@link #mistake} finds nothing. */
    public static Projection of(String text) {
        return new Projection(text, parse(text));
    }

    /**
     * What it makes of a body; null (of JSON) where it makes nothing.
     *
     * @param input not changed; depth is bounded already
     * @param most about so many characters of JSON may come about
     * @param deepest objects and arrays within one another
     */
    public JsonNode project(JsonNode input, long most, int deepest) throws ProjectionFault {
        Jsonata pooled = idle.poll();
        Jsonata expression = pooled == null ? parse(text) : pooled;
        Meter meter = new Meter();
        try {
            Jsonata.Frame frame = expression.createFrame();
            meter.watch(frame);
            Object result = expression.evaluate(JsonValue.of(input), frame);
            meter.result(result, most);
            return JsonValue.node(result, deepest);
        } catch (ProjectionFault e) {
            throw e;
        } catch (StackOverflowError e) {
            throw new ProjectionFault(ProjectionFault.Kind.TOO_COSTLY);
        } catch (RuntimeException e) {
            throw new ProjectionFault(meter.isUsedUp() ? ProjectionFault.Kind.TOO_COSTLY : ProjectionFault.Kind.UNFIT);
        } finally {
            idle.offer(expression);
        }
    }
}
