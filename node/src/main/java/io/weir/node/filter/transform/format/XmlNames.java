package io.weir.node.filter.transform.format;

/**
 * Names of members as names of elements and attributes: what XML does not let into a name becomes {@code _xHHHH_} (ISO/IEC 9075-14,
 * as XmlConvert has it), and back.
 */
final class XmlNames {
    /** Elements and attributes of Weir's own: what XML has no words for. */
    static final String WEIR = "urn:weir:json";

    static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    private XmlNames() {}

    /** A name without colon; those that need no escape are themselves. */
    static String encode(String name) {
        StringBuilder out = new StringBuilder(name.length() + 8);
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean escape = c == '_' && isEscape(name, i);
            if (escape || !(i == 0 ? isStart(c) : isPart(c))) {
                out.append(String.format("_x%04X_", (int) c));
            } else {
                out.append(c);
            }
        }
        return out.isEmpty() ? "_x_" : out.toString();
    }

    static String decode(String name) {
        if (name.equals("_x_")) {
            return "";
        }
        if (name.indexOf("_x") < 0) {
            return name;
        }
        StringBuilder out = new StringBuilder(name.length());
        int at = 0;
        while (at < name.length()) {
            if (name.charAt(at) == '_' && isCode(name, at)) {
                out.append((char) Integer.parseInt(name, at + 2, at + 6, 16));
                at += 7;
            } else {
                out.append(name.charAt(at++));
            }
        }
        return out.toString();
    }

    /** What would be taken for an escape, or for the empty name. */
    private static boolean isEscape(String name, int at) {
        return isCode(name, at) || name.equals("_x_");
    }

    private static boolean isCode(String name, int at) {
        if (name.length() < at + 7 || name.charAt(at + 1) != 'x' || name.charAt(at + 6) != '_') {
            return false;
        }
        for (int i = at + 2; i < at + 6; i++) {
            char c = name.charAt(i);
            if (!(c >= '0' && c <= '9' || c >= 'A' && c <= 'F')) {
                return false;
            }
        }
        return true;
    }

    /** Fewer than XML 1.0 allows, but in each of its editions. */
    static boolean isStart(char c) {
        return c == '_' || isLetter(c);
    }

    static boolean isPart(char c) {
        return isStart(c) || c >= '0' && c <= '9' || c == '-' || c == '.';
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= 0xc0 && c <= 0xd6
                || c >= 0xd8 && c <= 0xf6
                || c >= 0xf8 && c <= 0x131
                || c >= 0x3b1 && c <= 0x3ce
                || c >= 0x410 && c <= 0x44f
                || c >= 0x3041 && c <= 0x3094
                || c >= 0x4e00 && c <= 0x9fa5
                || c >= 0xac00 && c <= 0xd7a3;
    }

    /** Whether it needs no escape. */
    static boolean isPlain(String name) {
        return !name.isEmpty() && encode(name).equals(name);
    }

    /** XML 1.0 §2.2; what it lacks no reference can bring. */
    static boolean isText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' ' && c != '\t' && c != '\n' && c != '\r' || c == 0xfffe || c == 0xffff) {
                return false;
            }
        }
        return true;
    }
}
