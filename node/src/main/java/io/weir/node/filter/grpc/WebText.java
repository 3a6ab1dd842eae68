package io.weir.node.filter.grpc;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Bodies of {@code application/grpc-web-text}: pieces of Base64 one after the other, each padded or not. */
final class WebText {
    private static final int QUAD = 4;

    private WebText() {}

    /** Null when it is none. */
    static byte @Nullable [] decode(byte[] text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length * 3 / QUAD);
        int start = 0;
        while (start < text.length) {
            int end = piece(text, start);
            try {
                bytes.writeBytes(Base64.getDecoder().decode(Arrays.copyOfRange(text, start, end)));
            } catch (IllegalArgumentException e) {
                return null;
            }
            start = end;
        }
        return bytes.toByteArray();
    }

    /** Up to the first four characters that end with padding; pieces begin anew behind them. */
    private static int piece(byte[] text, int start) {
        for (int end = start + QUAD; end <= text.length; end += QUAD) {
            if (text[end - 1] == '=') {
                return end;
            }
        }
        return text.length;
    }
}
