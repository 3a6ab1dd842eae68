package io.weir.node.decide.validate;

/**
 * UTF-8 to the letter (RFC 3629 §4): nothing longer than it need be, no surrogates, nothing beyond U+10FFFF. What readers make
 * of anything else differs, and with it what they think that they have read.
 */
public final class Utf8 {
    private Utf8() {}

    public static boolean isValid(byte[] text) {
        int at = 0;
        while (at < text.length) {
            int length = length(text, at);
            if (length == 0) {
                return false;
            }
            at += length;
        }
        return true;
    }

    /** Bytes of the character at {@code at}; 0: it is none. */
    private static int length(byte[] text, int at) {
        int first = text[at] & 0xff;
        if (first < 0x80) {
            return 1;
        }
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (at + length > text.length || !isSecond(first, text[at + 1] & 0xff)) {
            return 0;
        }
        for (int i = at + 2; i < at + length; i++) {
            if ((text[i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static boolean isSecond(int first, int second) {
        int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        return second >= least && second <= most;
    }
}
