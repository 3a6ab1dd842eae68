package io.weir.node.filter.validate;

import io.weir.node.decide.validate.Utf8;
import io.weir.protocol.http.Octets;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Text with percent-encoded octets (RFC 3986 §2.1), to the letter. */
public final class EncodedText {
    private EncodedText() {}

    /**
     * Null when an escape is broken or the result is not UTF-8.
     *
     * @param plus whether a plus is a space, as forms and queries have it
     */
    public static @Nullable String decode(String text, boolean plus) {
        byte[] out = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                int high = i + 2 < text.length() ? Octets.hex((byte) text.charAt(i + 1)) : -1;
                int low = high < 0 ? -1 : Octets.hex((byte) text.charAt(i + 2));
                if (low < 0) {
                    return null;
                }
                out[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[length++] = (byte) (c == '+' && plus ? ' ' : c);
            }
        }
        byte[] bytes = Arrays.copyOf(out, length);
        return Utf8.isValid(bytes) ? new String(bytes, StandardCharsets.UTF_8) : null;
    }
}
