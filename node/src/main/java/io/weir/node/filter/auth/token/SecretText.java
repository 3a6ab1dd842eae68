package io.weir.node.filter.auth.token;

import java.util.Arrays;

/** Secrets as files have them. */
public final class SecretText {
    private SecretText() {}

    /** Without the line ends that editors leave behind it. */
    public static byte[] trimmed(byte[] text) {
        int end = text.length;
        while (end > 0 && (text[end - 1] == '\n' || text[end - 1] == '\r')) {
            end--;
        }
        return Arrays.copyOf(text, end);
    }
}
