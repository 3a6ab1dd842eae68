package io.weir.node.decide.signature;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code name="value", name="value"}: parameters of a credential, each once, each quoted and without escapes. */
final class QuotedParameters {
    private final Map<String, String> values = new HashMap<>();

    private QuotedParameters() {}

    /** Null for anything else. */
    static @Nullable QuotedParameters parse(String text) {
        QuotedParameters parameters = new QuotedParameters();
        int at = 0;
        while (true) {
            int equals = text.indexOf("=\"", at);
            int end = equals < 0 ? -1 : text.indexOf('"', equals + 2);
            if (end < 0 || !parameters.add(text.substring(at, equals), text.substring(equals + 2, end))) {
                return null;
            }
            at = skip(text, end + 1);
            if (at == text.length()) {
                return parameters;
            }
            if (text.charAt(at) != ',') {
                return null;
            }
            at = skip(text, at + 1);
        }
    }

    private static int skip(String text, int from) {
        int at = from;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at;
    }

    private boolean add(String name, String value) {
        boolean letters = !name.isEmpty();
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            letters &= c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
        }
        return letters && value.indexOf('\\') < 0 && values.put(name, value) == null;
    }

    @Nullable
    String get(String name) {
        return values.get(name);
    }

    /** The one of the two that is there. */
    @Nullable
    String either(String name, String other) {
        String value = values.get(name);
        return value == null ? values.get(other) : value;
    }

    int size() {
        return values.size();
    }
}
