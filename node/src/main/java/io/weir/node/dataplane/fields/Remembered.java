package io.weir.node.dataplane.fields;

import io.netty.util.AsciiString;
import io.weir.protocol.http.Octets;
import org.jspecify.annotations.Nullable;

/**
 * Short texts that are met again and again, so that they are not made anew each time: a table in which a new one takes the
 * place of the one that was where it belongs. Bounded; one thread.
 */
final class Remembered {
    private final @Nullable AsciiString[] texts;
    private final int longest;
    private final boolean lower;

    /**
     * @param size a power of two
     * @param longest longer ones are not remembered
     * @param lower whether they are made lower case
     */
    Remembered(int size, int longest, boolean lower) {
        this.texts = new AsciiString[size];
        this.longest = longest;
        this.lower = lower;
    }

    AsciiString of(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length > longest) {
            return make(bytes, start, end);
        }
        int hash = length;
        for (int i = start; i < end; i++) {
            hash = hash * 31 + (bytes[i] & 0xdf); // the same in both cases
        }
        int slot = (hash ^ hash >>> 11) & texts.length - 1;
        AsciiString known = texts[slot];
        if (known == null || !isSame(known, bytes, start, end)) {
            known = make(bytes, start, end);
            texts[slot] = known;
        }
        return known;
    }

    private boolean isSame(AsciiString known, byte[] bytes, int start, int end) {
        byte[] text = known.array(); // its own, from 0 on
        if (lower) {
            return Octets.same(bytes, start, end, text);
        }
        if (text.length != end - start) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (text[i] != bytes[start + i]) {
                return false;
            }
        }
        return true;
    }

    private AsciiString make(byte[] bytes, int start, int end) {
        byte[] text = new byte[end - start];
        for (int i = 0; i < text.length; i++) {
            byte b = bytes[start + i];
            text[i] = lower ? Octets.lower(b) : b;
        }
        return new AsciiString(text, false);
    }
}
