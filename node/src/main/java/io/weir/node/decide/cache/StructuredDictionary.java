package io.weir.node.decide.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a dictionary of structured fields (RFC 8941 §4.2.2), to the letter: one mistake, and there is none. */
final class StructuredDictionary {
    private static final int MOST_DIGITS = 15;
    private static final int MOST_BEFORE_POINT = 12;
    private static final int MOST_BEHIND_POINT = 3;

    private final String text;
    private int at;

    private StructuredDictionary(String text) {
        this.text = text;
    }

    /**
     * A value without its parameters.
     *
     * @param text of a string: what it says; of a list: nothing
     */
    record Bare(Type type, String text) {
        enum Type {
            INTEGER,
            DECIMAL,
            STRING,
            TOKEN,
            BYTES,
            BOOLEAN,
            LIST
        }

        static final Bare TRUE = new Bare(Type.BOOLEAN, "?1");
    }

    /** It is malformed. */
    private static final class Malformed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Malformed() {
            super(null, null, false, false);
        }
    }

    /** Null: it is none. */
    static @Nullable Map<String, Bare> parse(String text) {
        try {
            return new StructuredDictionary(strip(text)).members();
        } catch (Malformed malformed) {
            return null;
        }
    }

    private static String strip(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && text.charAt(start) == ' ') {
            start++;
        }
        while (end > start && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(start, end);
    }

    private Map<String, Bare> members() {
        Map<String, Bare> members = new LinkedHashMap<>();
        while (at < text.length()) {
            String key = key();
            Bare value = Bare.TRUE;
            if (peek() == '=') {
                at++;
                value = peek() == '(' ? list() : item();
            }
            parameters();
            members.put(key, value); // the last one counts
            separator();
        }
        return members;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void require(boolean holds) {
        if (!holds) {
            throw new Malformed();
        }
    }

    private void space(boolean tabs) {
        while (peek() == ' ' || tabs && peek() == '\t') {
            at++;
        }
    }

    /** A comma with a member behind it, or the end. */
    private void separator() {
        space(true);
        if (at < text.length()) {
            require(text.charAt(at++) == ',');
            space(true);
            require(at < text.length());
        }
    }

    private String key() {
        int start = at;
        require(peek() == '*' || isLower(peek()));
        while (isLower(peek()) || isDigit(peek()) || peek() != 0 && "_-.*".indexOf(peek()) >= 0) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isAlpha(char c) {
        return isLower(c) || c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void parameters() {
        while (peek() == ';') {
            at++;
            space(false);
            key();
            if (peek() == '=') {
                at++;
                item();
            }
        }
    }

    private Bare list() {
        at++;
        while (true) {
            space(false);
            if (peek() == ')') {
                at++;
                return new Bare(Bare.Type.LIST, "");
            }
            item();
            parameters();
            require(peek() == ' ' || peek() == ')');
        }
    }

    private Bare item() {
        char first = peek();
        if (first == '-' || isDigit(first)) {
            return number();
        }
        return switch (first) {
            case '"' -> string();
            case ':' -> bytes();
            case '?' -> truth();
            default -> token();
        };
    }

    private Bare number() {
        int start = at;
        at += peek() == '-' ? 1 : 0;
        int digits = digits();
        require(digits > 0);
        if (peek() != '.') {
            require(digits <= MOST_DIGITS);
            return new Bare(Bare.Type.INTEGER, text.substring(start, at));
        }
        at++;
        int behind = digits();
        require(digits <= MOST_BEFORE_POINT && behind > 0 && behind <= MOST_BEHIND_POINT);
        return new Bare(Bare.Type.DECIMAL, text.substring(start, at));
    }

    private int digits() {
        int start = at;
        while (isDigit(peek())) {
            at++;
        }
        return at - start;
    }

    private Bare string() {
        StringBuilder value = new StringBuilder();
        at++;
        while (peek() != '"') {
            if (peek() == '\\') {
                at++;
                require(peek() == '"' || peek() == '\\');
            }
            require(peek() >= ' ' && peek() < 127);
            value.append(text.charAt(at++));
        }
        at++;
        return new Bare(Bare.Type.STRING, value.toString());
    }

    private Bare bytes() {
        int start = ++at;
        while (isAlpha(peek()) || isDigit(peek()) || peek() != 0 && "+/=".indexOf(peek()) >= 0) {
            at++;
        }
        require(peek() == ':');
        at++;
        return new Bare(Bare.Type.BYTES, text.substring(start, at - 1));
    }

    private Bare truth() {
        at++;
        require(peek() == '0' || peek() == '1');
        at++;
        return new Bare(Bare.Type.BOOLEAN, text.substring(at - 2, at));
    }

    private Bare token() {
        int start = at;
        require(peek() == '*' || isAlpha(peek()));
        while (isAlpha(peek()) || isDigit(peek()) || peek() != 0 && ":/!#$%&'*+-.^_`|~".indexOf(peek()) >= 0) {
            at++;
        }
        return new Bare(Bare.Type.TOKEN, text.substring(start, at));
    }
}
