package io.weir.node.dataplane.fields;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Settings;

/**
 * What a {@code Priority} field or a PRIORITY_UPDATE frame says (RFC 9218 §4, a dictionary of RFC 8941): the member
 * {@code u}, 0 to 7, and the member {@code i}. What is no such member is passed over, as the RFC wants it.
 */
public final class Urgency {
    /** When nothing is said. */
    public static final int USUAL = 3;

    /** The setting by which an endpoint says that it does not go by the priorities of RFC 7540. */
    public static final char NO_RFC7540_PRIORITIES = 9;

    private Urgency() {}

    /** RFC 9218 §2.1: that is 0 or 1. */
    public static void checkSetting(Http2Settings settings) throws Http2Exception {
        Long said = settings.get(NO_RFC7540_PRIORITIES);
        if (said != null && said > 1) {
            throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "NO_RFC7540_PRIORITIES is 0 or 1");
        }
    }

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

    /**
     * Whether the answer is of use in parts, and takes turns with others.
     *
     * @param otherwise when it says nothing about it
     */
    public static boolean incremental(CharSequence dictionary, boolean otherwise) {
        boolean incremental = otherwise;
        int start = 0;
        for (int i = 0; i <= dictionary.length(); i++) {
            if (i == dictionary.length() || dictionary.charAt(i) == ',') {
                incremental = flag(dictionary, start, i, incremental);
                start = i + 1;
            }
        }
        return incremental;
    }

    /** The member {@code i}: alone, with parameters, or a boolean. */
    private static boolean flag(CharSequence text, int from, int to, boolean otherwise) {
        int start = afterSpace(text, from, to);
        if (start == to || text.charAt(start) != 'i') {
            return otherwise;
        }
        if (endsBefore(text, start + 1, to)) {
            return true;
        }
        boolean isBoolean = to - start >= 4
                && text.charAt(start + 1) == '='
                && text.charAt(start + 2) == '?'
                && (text.charAt(start + 3) == '0' || text.charAt(start + 3) == '1')
                && endsBefore(text, start + 4, to);
        return isBoolean ? text.charAt(start + 3) == '1' : otherwise;
    }

    private static int afterSpace(CharSequence text, int from, int to) {
        int start = from;
        while (start < to && (text.charAt(start) == ' ' || text.charAt(start) == '\t')) {
            start++;
        }
        return start;
    }

    /** Whether nothing follows but parameters and space. */
    private static boolean endsBefore(CharSequence text, int at, int to) {
        return at == to || "; \t".indexOf(text.charAt(at)) >= 0;
    }

    private static int member(CharSequence text, int from, int to, int otherwise) {
        int start = afterSpace(text, from, to);
        if (to - start < 3 || text.charAt(start) != 'u' || text.charAt(start + 1) != '=') {
            return otherwise;
        }
        int digit = text.charAt(start + 2) - '0';
        return endsBefore(text, start + 3, to) && digit >= 0 && digit <= 7 ? digit : otherwise;
    }
}
