package io.weir.node.filter.grpc;

import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.RequestHead;
import java.util.Locale;

/** What a request says of media types, as far as calls go by it. Allocates. */
final class MediaChoice {
    static final FieldName CONTENT_TYPE = FieldName.of("content-type");
    static final FieldName ACCEPT = FieldName.of("accept");

    private static final String GRPC = "application/grpc";

    private MediaChoice() {}

    /** The first {@code content-type} without parameters, lower case; empty: there is none. */
    static String contentType(RequestHead head) {
        String type = head.field(CONTENT_TYPE);
        return type == null ? "" : essence(type);
    }

    /** A call of gRPC, or of what is like it. */
    static boolean isGrpc(String contentType) {
        return contentType.startsWith(GRPC);
    }

    /** Whether {@code Accept} names a type that begins so, and not with a weight of nothing. */
    static boolean accepts(RequestHead head, String begin) {
        String accept = head.joined(ACCEPT, ",");
        return accept != null && accepts(accept, begin);
    }

    private static boolean accepts(String accept, String begin) {
        for (String range : accept.split(",", -1)) {
            String text = range.strip().toLowerCase(Locale.ROOT);
            if (essence(text).startsWith(begin) && !isRefused(text)) {
                return true;
            }
        }
        return false;
    }

    /** {@code q=0} (RFC 9110 §12.4.2). */
    private static boolean isRefused(String range) {
        int weight = range.lastIndexOf("q=");
        if (weight < 0) {
            return false;
        }
        for (int i = weight + 2; i < range.length(); i++) {
            if (range.charAt(i) != '0' && range.charAt(i) != '.') {
                return false;
            }
        }
        return true;
    }

    private static String essence(String type) {
        int semicolon = type.indexOf(';');
        return (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
    }
}
