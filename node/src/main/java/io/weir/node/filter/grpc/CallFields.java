package io.weir.node.filter.grpc;

import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.grpc.GrpcMessage;
import io.weir.protocol.http.FieldTable;
import io.weir.protocol.http.KnownField;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the fields of an answer's head, or its trailers, say about a call.
 *
 * @param type {@code content-type}, lower case; empty: there is none
 * @param code null: it is not said how the call ended
 * @param details a {@code google.rpc.Status}; empty: there is none
 * @param status lines about how the call ended, each with CR LF, names in lower case
 * @param others lines of all other fields that go beyond this hop
 */
record CallFields(String type, @Nullable GrpcCode code, String message, byte[] details, String status, String others) {
    private static final byte[] NOTHING = {};

    /** Whether this answers a call of gRPC. */
    boolean isGrpc() {
        return type.equals("application/grpc")
                || type.startsWith("application/grpc+")
                || type.startsWith("application/grpc;");
    }

    static CallFields of(ParsedResponse head) {
        FieldTable fields = head.fields();
        Reading reading = new Reading();
        for (int field = 0; field < fields.count(); field++) {
            int known = fields.known(field);
            if (!KnownField.isHopByHop(known)
                    && known != KnownField.CONTENT_LENGTH
                    && !fields.isNamedByConnection(field)) {
                reading.field(
                        text(head.buffer(), fields.nameStart(field), fields.nameEnd(field)),
                        text(head.buffer(), fields.valueStart(field), fields.valueEnd(field)));
            }
        }
        return reading.fields();
    }

    /** Of lines, each with CR LF. */
    static CallFields of(byte[] trailers) {
        Reading reading = new Reading();
        int start = 0;
        for (int i = 0; i < trailers.length; i++) {
            if (trailers[i] == '\n') {
                String line = text(trailers, start, i);
                int colon = line.indexOf(':');
                if (colon > 0) {
                    reading.field(
                            line.substring(0, colon), line.substring(colon + 1).strip());
                }
                start = i + 1;
            }
        }
        return reading.fields();
    }

    private static String text(byte[] buffer, int start, int end) {
        return new String(buffer, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static final class Reading {
        private final StringBuilder status = new StringBuilder();
        private final StringBuilder others = new StringBuilder();
        private String type = "";
        private @Nullable GrpcCode code;
        private String message = "";
        private byte[] details = NOTHING;

        void field(String name, String value) {
            String lower = name.toLowerCase(Locale.ROOT);
            switch (lower) {
                case "content-type" -> type = value.toLowerCase(Locale.ROOT);
                case "grpc-status" -> {
                    byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
                    code = GrpcCode.of(bytes, 0, bytes.length);
                }
                case "grpc-message" -> message = GrpcMessage.decode(value);
                case "grpc-status-details-bin" -> details = decoded(value);
                // What the gateway's side of the call is encoded with is nothing to the client.
                case "grpc-encoding", "grpc-accept-encoding", "content-encoding", "trailer" -> {}
                default -> others.append(name).append(": ").append(value).append("\r\n");
            }
            if (lower.startsWith("grpc-status") || lower.equals("grpc-message")) {
                status.append(lower).append(": ").append(value).append("\r\n");
            }
        }

        /** With padding or without (PROTOCOL-HTTP2); what is neither is no details. */
        private static byte[] decoded(String value) {
            try {
                return Base64.getDecoder().decode(value);
            } catch (IllegalArgumentException e) {
                return NOTHING;
            }
        }

        CallFields fields() {
            return new CallFields(type, code, message, details, status.toString(), others.toString());
        }
    }
}
