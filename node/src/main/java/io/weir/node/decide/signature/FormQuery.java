package io.weir.node.decide.signature;

import io.weir.protocol.http.Octets;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Query parameters as forms write them, decoded and encoded again (RFC 9421 §2.2.8; WHATWG URL, urlencoded). */
final class FormQuery {
    private static final String HEX = "0123456789ABCDEF";

    private FormQuery() {}

    /** The value of the one parameter of that name, encoded; null when there is none, or more than one. */
    static @Nullable String parameter(String query, String encodedName) {
        String found = null;
        int start = 0;
        while (start <= query.length()) {
            int end = query.indexOf('&', start);
            end = end < 0 ? query.length() : end;
            int equals = query.indexOf('=', start);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (end > start && encode(decode(query, start, nameEnd)).equals(encodedName)) {
                if (found != null) {
                    return null;
                }
                found = encode(decode(query, Math.min(nameEnd + 1, end), end));
            }
            start = end + 1;
        }
        return found;
    }

    /** UTF-8; what is none becomes the replacement character, as everywhere in that specification. */
    private static String decode(String query, int start, int end) {
        byte[] out = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            char c = query.charAt(i);
            int high = c == '%' && i + 2 < end ? Octets.hex((byte) query.charAt(i + 1)) : -1;
            int low = high < 0 ? -1 : Octets.hex((byte) query.charAt(i + 2));
            if (low >= 0) {
                out[length++] = (byte) (high << 4 | low);
                i += 2;
            } else {
                out[length++] = (byte) (c == '+' ? ' ' : c);
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain =
                    b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || "*-._".indexOf(b) >= 0;
            if (plain) {
                out.append((char) b);
            } else {
                out.append('%').append(HEX.charAt(b >> 4 & 15)).append(HEX.charAt(b & 15));
            }
        }
        return out.toString();
    }
}
