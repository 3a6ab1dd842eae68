package io.weir.node.filter.validate;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import com.networknt.schema.regex.RegularExpression;

/**
 * A pattern of a schema, by an engine whose time grows with the text and no faster. What that engine has not (a look-ahead, a
 * back-reference) is refused when the schema is compiled.
 */
final class SafePattern implements RegularExpression {
    private static final int LONGEST = 1_000;
    private static final int LARGEST = 10_000;

    private final Pattern pattern;

    private SafePattern(Pattern pattern) {
        this.pattern = pattern;
    }

    /** @throws IllegalArgumentException saying why not */
    static SafePattern of(String text) {
        if (text.length() > LONGEST) {
            throw new IllegalArgumentException("is a pattern of more than " + LONGEST + " characters");
        }
        try {
            Pattern pattern = Pattern.compile(translated(text));
            if (pattern.programSize() > LARGEST) {
                throw new IllegalArgumentException("is a pattern that repeats too much");
            }
            return new SafePattern(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "is a pattern that cannot be matched safely: " + e.getDescription()
                            + " (no look-around, no back-references)",
                    e);
        }
    }

    /** ECMA-262 spells characters by number in a way of its own ({@code \u00e9}). */
    private static String translated(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escape = c == '\\' && i + 1 < text.length();
            if (escape && text.charAt(i + 1) == 'u' && isHex(text, i + 2)) {
                out.append("\\x{").append(text, i + 2, i + 6).append('}');
                i += 5;
            } else if (escape) {
                out.append(c).append(text.charAt(++i));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isHex(String text, int from) {
        return text.length() >= from + 4
                && text.substring(from, from + 4).chars().allMatch(c -> Character.digit(c, 16) >= 0);
    }

    @Override
    public boolean matches(String value) {
        Steps.spendOnThread(1L + (long) value.length() * pattern.programSize() / Steps.PATTERN_UNITS);
        return pattern.matcher(value).find();
    }
}
