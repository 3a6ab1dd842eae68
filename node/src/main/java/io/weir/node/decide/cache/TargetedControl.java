package io.weir.node.decide.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code CDN-Cache-Control} (RFC 9213): a dictionary of RFC 8941 §3.2. One that is malformed or empty is as if it were not
 * there; otherwise it takes the place of {@code Cache-Control} and {@code Expires}.
 */
public final class TargetedControl {
    private final String text;
    private int at;

    private TargetedControl(String text) {
        this.text = text;
    }

    /** Null: it is not to be looked at. */
    public static @Nullable CacheControl parse(String text) {
        Map<String, String> members = new LinkedHashMap<>();
        if (!new TargetedControl(text.strip()).dictionary(members) || members.isEmpty()) {
            return null;
        }
        CacheControl.Reader reader = new CacheControl.Reader();
        members.forEach((name, value) -> add(reader, name, value));
        return reader.done();
    }

    private static void add(CacheControl.Reader reader, String name, String value) {
        if (value.equals("?0")) {
            return;
        }
        boolean flag = value.equals("?1");
        reader.add(name, flag ? "" : value, !flag);
    }

    private boolean dictionary(Map<String, String> members) {
        while (at < text.length()) {
            int start = at;
            if (!key()) {
                return false;
            }
            String name = text.substring(start, at);
            String value = "?1";
            if (peek() == '=') {
                at++;
                int from = at;
                if (!item()) {
                    return false;
                }
                value = plain(text.substring(from, at));
            }
            if (!parameters()) {
                return false;
            }
            members.put(name, value); // RFC 8941 §4.2.2: the last one counts
            if (!separator()) {
                return false;
            }
        }
        return true;
    }

    private static String plain(String item) {
        return item.startsWith("\"") ? item.substring(1, item.length() - 1).replace("\\", "") : item;
    }

    private char peek() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private boolean key() {
        char first = peek();
        if (first != '*' && (first < 'a' || first > 'z')) {
            return false;
        }
        while (isKey(peek())) {
            at++;
        }
        return true;
    }

    private static boolean isKey(char c) {
        return c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '_' || c == '-' || c == '.' || c == '*';
    }

    private boolean item() {
        return switch (peek()) {
            case '"' -> upTo('"', true);
            case ':' -> upTo(':', false);
            case '(' -> upTo(')', false);
            case '?' -> {
                at++;
                char bit = peek();
                at++;
                yield bit == '0' || bit == '1';
            }
            default -> bare();
        };
    }

    private boolean upTo(char last, boolean escapes) {
        at++;
        while (at < text.length() && text.charAt(at) != last) {
            at += escapes && text.charAt(at) == '\\' ? 2 : 1;
        }
        return at++ < text.length();
    }

    /** A number or a token. */
    private boolean bare() {
        int start = at;
        while (at < text.length() && ",; \t\"()=".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at > start;
    }

    private boolean parameters() {
        while (peek() == ';') {
            at++;
            while (peek() == ' ') {
                at++;
            }
            if (!key()) {
                return false;
            }
            if (peek() == '=') {
                at++;
                if (!item()) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A comma with a member behind it, or the end. */
    private boolean separator() {
        space();
        if (at == text.length()) {
            return true;
        }
        if (text.charAt(at) != ',') {
            return false;
        }
        at++;
        space();
        return at < text.length();
    }

    private void space() {
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
    }
}
