package io.weir.node.decide.cache;

import java.util.Locale;

/** Reads a list of directives (RFC 9111 §5.2): names with values in either form, whatever is wrong about the rest. */
final class Directives {
    private final String text;
    private int at;

    private Directives(String text) {
        this.text = text;
    }

    /** Told of each directive. */
    interface Sink {
        /** @param value empty when there is none */
        void directive(String name, String value, boolean hasValue);
    }

    static void read(String text, Sink sink) {
        Directives directives = new Directives(text);
        while (directives.at < text.length()) {
            directives.next(sink);
        }
    }

    private void next(Sink sink) {
        skip();
        int start = at;
        while (at < text.length() && isName(text.charAt(at))) {
            at++;
        }
        String name = text.substring(start, at).toLowerCase(Locale.ROOT);
        skip();
        boolean hasValue = at < text.length() && text.charAt(at) == '=';
        String value = "";
        if (hasValue) {
            at++;
            skip();
            value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
        }
        toComma();
        if (!name.isEmpty()) {
            sink.directive(name, value, hasValue);
        }
    }

    private static boolean isName(char c) {
        return c != ',' && c != '=' && c != ' ' && c != '\t' && c != '"';
    }

    private void skip() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private String token() {
        int start = at;
        while (at < text.length() && text.charAt(at) != ',') {
            at++;
        }
        return text.substring(start, at).strip();
    }

    private String quoted() {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            value.append(text.charAt(at++));
        }
        at++;
        return value.toString();
    }

    /** What is left of a directive that makes no sense. */
    private void toComma() {
        while (at < text.length() && text.charAt(at) != ',') {
            if (text.charAt(at) == '"') {
                quoted();
            } else {
                at++;
            }
        }
        at++;
    }
}
