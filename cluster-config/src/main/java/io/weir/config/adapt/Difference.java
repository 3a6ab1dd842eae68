package io.weir.config.adapt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The first place at which two trees of JSON differ. Numbers are the same by value; the order of members does not matter. */
final class Difference {
    private static final int LONGEST = 80;

    private Difference() {}

    /** A sentence's end: {@code at /x expected 1, got 2}; empty: none. */
    static Optional<String> of(JsonNode expected, @Nullable JsonNode got) {
        return of("", expected, got);
    }

    private static Optional<String> of(String at, @Nullable JsonNode expected, @Nullable JsonNode got) {
        if (expected == null || got == null || expected.getNodeType() != got.getNodeType()) {
            return told(at, expected, got);
        }
        if (expected.isObject()) {
            return ofMembers(at, expected, got);
        }
        if (expected.isArray()) {
            for (int i = 0; i < Math.max(expected.size(), got.size()); i++) {
                Optional<String> inner = of(at + "/" + i, expected.get(i), got.get(i));
                if (inner.isPresent()) {
                    return inner;
                }
            }
            return Optional.empty();
        }
        boolean same =
                expected.isNumber() ? expected.decimalValue().compareTo(got.decimalValue()) == 0 : expected.equals(got);
        return same ? Optional.empty() : told(at, expected, got);
    }

    private static Optional<String> ofMembers(String at, JsonNode expected, JsonNode got) {
        TreeSet<String> names = new TreeSet<>();
        expected.fieldNames().forEachRemaining(names::add);
        got.fieldNames().forEachRemaining(names::add);
        for (String name : names) {
            String place = at + "/" + name.replace("~", "~0").replace("/", "~1");
            Optional<String> inner = of(place, expected.get(name), got.get(name));
            if (inner.isPresent()) {
                return inner;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> told(String at, @Nullable JsonNode expected, @Nullable JsonNode got) {
        String place = at.isEmpty() ? "the whole body" : at;
        return Optional.of("at " + place + " expected " + shown(expected) + ", got " + shown(got));
    }

    private static String shown(@Nullable JsonNode value) {
        if (value == null || value.isMissingNode()) {
            return "nothing";
        }
        String text = value.toString();
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST - 3) + "...";
    }
}
