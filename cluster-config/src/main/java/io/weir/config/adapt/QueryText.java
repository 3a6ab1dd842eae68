package io.weir.config.adapt;

import java.util.ArrayList;
import java.util.List;

/** A query as parameters; what no rule touches stays as it came. Mutable. */
final class QueryText {
    private record Parameter(String raw, String name, String value) {}

    private final List<Parameter> parameters = new ArrayList<>();

    QueryText(String text) {
        if (!text.isEmpty()) {
            for (String raw : text.split("&", -1)) {
                int equals = raw.indexOf('=');
                String name = equals < 0 ? raw : raw.substring(0, equals);
                parameters.add(new Parameter(raw, decoded(name), equals < 0 ? "" : raw.substring(equals + 1)));
            }
        }
    }

    /** What is no encoding stands for itself, as with most backends. */
    private static String decoded(String text) {
        return Encoding.decoded(text, true).orElse(text);
    }

    /** In their order; empty: there is none. */
    List<String> values(String name) {
        List<String> values = new ArrayList<>(1);
        for (Parameter parameter : parameters) {
            if (parameter.name.equals(name)) {
                values.add(decoded(parameter.value));
            }
        }
        return values;
    }

    void remove(String name) {
        parameters.removeIf(parameter -> parameter.name.equals(name));
    }

    void set(String name, List<String> values) {
        remove(name);
        for (String value : values) {
            String encoded = Encoding.parameter(value);
            parameters.add(new Parameter(Encoding.parameter(name) + "=" + encoded, name, encoded));
        }
    }

    String text() {
        StringBuilder out = new StringBuilder();
        for (Parameter parameter : parameters) {
            out.append(out.isEmpty() ? "" : "&").append(parameter.raw);
        }
        return out.toString();
    }
}
