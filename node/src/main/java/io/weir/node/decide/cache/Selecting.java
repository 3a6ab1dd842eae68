package io.weir.node.decide.cache;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Fields of requests by which answers differ, in a form in which equal wishes are spelled alike (RFC 9111 §4.1). */
public final class Selecting {
    private Selecting() {}

    /**
     * Only what is known to be a list loses the spaces around its commas, and only what is known to have no case its case.
     *
     * @param name lower case
     * @param value of all lines; null: there is none, which is not the same as an empty one
     */
    public static String normal(String name, @Nullable String value) {
        if (value == null) {
            return "";
        }
        return "="
                + switch (name) {
                    case "accept-encoding" -> AcceptedCodings.normal(value);
                    case "accept-language", "accept-charset" -> plain(value.toLowerCase(Locale.ROOT));
                    case "accept" -> plain(value);
                    default -> value;
                };
    }

    /** Without spaces around commas and semicolons, but for those within quotes. */
    private static String plain(String list) {
        StringBuilder plain = new StringBuilder(list.length());
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '\\' && quoted && i + 1 < list.length()) {
                plain.append(c);
                c = list.charAt(++i);
            }
            if (quoted || c != ' ' && c != '\t') {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
