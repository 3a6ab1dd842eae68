package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.node.BooleanNode;
import java.math.BigInteger;

/** What a plain scalar is by YAML's core schema (YAML 1.2.2 §10.3.2). */
final class YamlScalar {
    /** More digits than a number may have. */
    private static final int LONGEST = 200;

    private YamlScalar() {}

    static void put(TreeBuilder tree, String text) throws BodyFault {
        switch (text) {
            case "", "~", "null", "Null", "NULL" -> tree.nothing();
            case "true", "True", "TRUE" -> tree.put(BooleanNode.TRUE);
            case "false", "False", "FALSE" -> tree.put(BooleanNode.FALSE);
            default -> other(tree, text);
        }
    }

    private static void other(TreeBuilder tree, String text) throws BodyFault {
        if (isInfinite(text)) {
            throw BodyFault.malformed("A number is infinite, or none");
        }
        if (isBased(text, "0o", 8)) {
            tree.number(based(text, 8));
        } else if (isBased(text, "0x", 16)) {
            tree.number(based(text, 16));
        } else if (isDecimal(text)) {
            tree.number(decimal(text));
        } else {
            tree.text(text);
        }
    }

    private static boolean isInfinite(String text) {
        String bare = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        return switch (bare) {
            case ".inf", ".Inf", ".INF" -> true;
            default -> text.equals(".nan") || text.equals(".NaN") || text.equals(".NAN");
        };
    }

    private static boolean isBased(String text, String prefix, int radix) {
        if (!text.startsWith(prefix) || text.length() == 2 || text.length() > LONGEST) {
            return false;
        }
        for (int i = 2; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80 || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }

    private static String based(String text, int radix) {
        return new BigInteger(text.substring(2), radix).toString();
    }

    /** {@code [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?} */
    static boolean isDecimal(String text) {
        int at = sign(text, 0);
        int whole = digits(text, at);
        int end = at + whole;
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = digits(text, end + 1);
            if (whole + fraction == 0) {
                return false;
            }
            end += 1 + fraction;
        } else if (whole == 0) {
            return false;
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            int power = sign(text, end + 1);
            int count = digits(text, power);
            return count > 0 && power + count == text.length();
        }
        return end == text.length();
    }

    private static int sign(String text, int at) {
        boolean signed = at < text.length() && (text.charAt(at) == '-' || text.charAt(at) == '+');
        return signed ? at + 1 : at;
    }

    private static int digits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at - from;
    }

    /** As JSON has it: no plus, no zero before other digits, digits on each side of the point. */
    private static String decimal(String text) {
        StringBuilder out = new StringBuilder(text.length() + 2);
        int at = sign(text, 0);
        out.append(text.startsWith("-") ? "-" : "");
        int whole = digits(text, at);
        int first = at;
        while (first < at + whole - 1 && text.charAt(first) == '0') {
            first++;
        }
        out.append(whole == 0 ? "0" : text.substring(first, at + whole));
        int end = at + whole;
        if (end < text.length() && text.charAt(end) == '.') {
            int fraction = digits(text, end + 1);
            out.append(fraction == 0 ? "" : text.substring(end, end + 1 + fraction));
            end += 1 + fraction;
        }
        return out.append(text.substring(end)).toString();
    }
}
