package io.weir.config.parse;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads fields that are quantities within bounds. */
final class Numbers {
    private Numbers() {}

    static int integer(Fields fields, String field, int normal, int from, int to) {
        String expected = "a whole number from " + from + " to " + to;
        return fields.value(field, text -> Terms.integer(text, from, to), expected)
                .orElse(normal);
    }

    static long size(Fields fields, String field, long normal, long from, long to) {
        String expected = "a size with its unit, e.g. 32KiB, from " + Units.size(from) + " to " + Units.size(to);
        return fields.<Long>value(
                        field,
                        text -> {
                            OptionalLong size = Units.size(text);
                            boolean good = size.isPresent() && size.getAsLong() >= from && size.getAsLong() <= to;
                            return good ? Optional.of(size.getAsLong()) : Optional.empty();
                        },
                        expected)
                .orElse(normal);
    }

    static Duration duration(Fields fields, String field, Duration normal, Duration least) {
        String bound = least.isZero() ? "0 for none" : "at least " + Units.duration(least);
        String expected = "a duration with its unit, e.g. 300ms, 5s or 1m; " + bound;
        return fields.value(field, text -> Units.duration(text).filter(value -> value.compareTo(least) >= 0), expected)
                .orElse(normal);
    }

    static int percent(Fields fields, String field, int normal) {
        return fields.<Integer>value(
                        field,
                        text -> {
                            OptionalInt percent = Units.percent(text);
                            return percent.isPresent() ? Optional.of(percent.getAsInt()) : Optional.empty();
                        },
                        "a percentage from 0% to 100%, e.g. 20%")
                .orElse(normal);
    }
}
