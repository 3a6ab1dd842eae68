package io.weir.node.dataplane.fields;

/**
 * The urgency in a {@code Priority} field or a PRIORITY_UPDATE frame (RFC 9218 §4.1, a dictionary of RFC 8941): the member
 * {@code u}, 0 to 7. What is no such member is passed over, as the RFC wants it.
 */
public final class Urgency {
    /** When nothing is said. */
    public static final int USUAL = 3;

    private Urgency() {}

    /** @param otherwise when it says nothing about it */
    public static int of(CharSequence dictionary, int otherwise) {
        int urgency = otherwise;
        int start = 0;
        for (int i = 0; i <= dictionary.length(); i++) {
            if (i == dictionary.length() || dictionary.charAt(i) == ',') {
                urgency = member(dictionary, start, i, urgency);
                start = i + 1;
            }
        }
        return urgency;
    }

    private static int member(CharSequence text, int from, int to, int otherwise) {
        int start = from;
        while (start < to && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        if (to - start < 3 || text.charAt(start) != 'u' || text.charAt(start + 1) != '=') {
            return otherwise;
        }
        int digit = text.charAt(start + 2) - '0';
        boolean alone = start + 3 == to || ";  \t".indexOf(text.charAt(start + 3)) >= 0;
        return alone && digit >= 0 && digit <= 7 ? digit : otherwise;
    }
}
