package io.weir.config.parse;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Builds one mapping of a written document; what equals its default is left out. */
final class Shape {
    private final Map<String, Object> fields = new LinkedHashMap<>();

    Shape put(String field, Object value) {
        fields.put(field, value);
        return this;
    }

    <T> Shape putUnless(String field, T value, T normal, Function<T, Object> spell) {
        return Objects.equals(value, normal) ? this : put(field, spell.apply(value));
    }

    Shape putUnless(String field, int value, int normal) {
        return value == normal ? this : put(field, value);
    }

    <T> Shape putIfPresent(String field, Optional<T> value, Function<T, Object> spell) {
        value.ifPresent(present -> put(field, spell.apply(present)));
        return this;
    }

    <T> Shape putAll(String field, List<T> items, Function<T, Object> spell) {
        return items.isEmpty() ? this : put(field, items.stream().map(spell).toList());
    }

    Shape putWords(String field, List<String> words) {
        return words.isEmpty() ? this : put(field, words);
    }

    /** Left out when empty. */
    Shape putShape(String field, Shape shape) {
        return shape.fields.isEmpty() ? this : put(field, shape.fields);
    }

    Map<String, Object> fields() {
        return fields;
    }
}
