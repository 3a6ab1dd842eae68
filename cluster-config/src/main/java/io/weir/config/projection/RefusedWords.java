package io.weir.config.projection;

/** Finds what expressions may not have, by reading over texts, names in backticks and comments. */
final class RefusedWords {
    /** After these a slash is a division. */
    private static final String ENDS_OF_VALUES = ")]}'\"`$_*%";

    private static final String EVAL = "$eval";
    private static final String MATCH = "$match";

    private RefusedWords() {}

    /** What is wrong, or nothing. */
    static String find(String text) {
        char before = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'' || c == '`') {
                at = end(text, at);
                before = c;
            } else if (text.startsWith("/*", at)) {
                int close = text.indexOf("*/", at + 2);
                at = close < 0 ? text.length() : close + 2;
            } else if (c == '/' && !endsValue(before)) {
                return "has a regular expression (at character " + (at + 1) + "), which could take any time";
            } else if (isWord(text, at, EVAL) || isWord(text, at, MATCH)) {
                return "has " + (isWord(text, at, EVAL) ? EVAL : MATCH) + " (at character " + (at + 1)
                        + "), which there is not";
            } else {
                before = Character.isWhitespace(c) ? before : c;
                at++;
            }
        }
        return "";
    }

    private static boolean endsValue(char before) {
        return before != 0 && (Character.isLetterOrDigit(before) || ENDS_OF_VALUES.indexOf(before) >= 0);
    }

    private static int end(String text, int open) {
        char quote = text.charAt(open);
        int at = open + 1;
        while (at < text.length() && text.charAt(at) != quote) {
            at += text.charAt(at) == '\\' && quote != '`' ? 2 : 1;
        }
        return at + 1;
    }

    private static boolean isWord(String text, int at, String word) {
        int end = at + word.length();
        return text.startsWith(word, at)
                && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)) && text.charAt(end) != '_');
    }
}
