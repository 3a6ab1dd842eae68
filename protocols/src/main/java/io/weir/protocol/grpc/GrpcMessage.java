package io.weir.protocol.grpc;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The text of an error in {@code grpc-message}: UTF-8, of which all bytes but visible ASCII and spaces are percent-encoded
 * (gRPC's PROTOCOL-HTTP2). Allocates: errors are not the usual path.
 */
public final class GrpcMessage {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private GrpcMessage() {}

    /** As a field's value. */
    public static String encode(String text) {
        StringBuilder value = new StringBuilder(text.length() + 16);
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (b >= ' ' && b < 0x7f && b != '%') {
                value.append((char) b);
            } else {
                value.append('%').append(HEX[(b >> 4) & 0xf]).append(HEX[b & 0xf]);
            }
        }
        return value.toString();
    }

    /** Lines that end a call, each with CR LF. */
    public static String lines(GrpcCode code, String text) {
        return "grpc-status: " + code.number() + "\r\ngrpc-message: " + encode(text) + "\r\n";
    }

    /** What cannot be decoded stays as it is: an error's text is better odd than lost. */
    public static String decode(String value) {
        if (value.indexOf('%') < 0) {
            return value;
        }
        byte[] bytes = value.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream text = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            int high = bytes[i] == '%' && i + 2 < bytes.length ? hex(bytes[i + 1]) : -1;
            int low = high < 0 ? -1 : hex(bytes[i + 2]);
            if (low < 0) {
                text.write(bytes[i]);
            } else {
                text.write(high << 4 | low);
                i += 2;
            }
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte b) {
        return Character.digit(b, 16);
    }
}
