package io.weir.node.filter.grpc;

import io.weir.protocol.grpc.GrpcWebForm;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/**
 * The media type of a call that comes as gRPC-Web.
 *
 * @param text in Base64
 * @param messages what messages are, {@code proto} say; empty: it is not said
 */
record WebType(boolean text, String messages) {
    private static final String BINARY = "application/grpc-web";
    private static final String TEXT = "application/grpc-web-text";
    private static final String USUAL = "proto";

    /** Null when the request is no such call. */
    static @Nullable WebType of(RequestHead head) {
        return head.method() == Method.POST ? parse(MediaChoice.contentType(head)) : null;
    }

    /** @param type in lower case, without parameters */
    static @Nullable WebType parse(String type) {
        boolean text = type.startsWith(TEXT);
        String behind = type.startsWith(BINARY) ? type.substring((text ? TEXT : BINARY).length()) : "-";
        if (behind.isEmpty()) {
            return new WebType(text, "");
        }
        return behind.length() > 1 && behind.charAt(0) == '+' && isName(behind.substring(1))
                ? new WebType(text, behind.substring(1))
                : null;
    }

    /** The answer repeats it, and a comma, say, would make another type of that. */
    private static boolean isName(String text) {
        return text.chars().allMatch(c -> c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '.');
    }

    /** What the backend is told. */
    String grpc() {
        return messages.isEmpty() ? "application/grpc" : "application/grpc+" + messages;
    }

    /** As {@code Accept} has it; else as the request itself came. */
    GrpcWebForm answer(RequestHead head) {
        boolean asText = MediaChoice.accepts(head, TEXT) || text && !MediaChoice.accepts(head, BINARY);
        return new GrpcWebForm((asText ? TEXT : BINARY) + '+' + (messages.isEmpty() ? USUAL : messages), asText);
    }
}
