package io.weir.node.filter;

import io.weir.protocol.http.Digits;
import java.util.Arrays;

/** Spells a field line as bytes without allocating. Scratch space of one loop. */
final class FieldLine {
    private byte[] bytes = new byte[256];
    private int length;

    FieldLine begin(byte[] start) {
        length = 0;
        room(start.length);
        System.arraycopy(start, 0, bytes, 0, start.length);
        length = start.length;
        return this;
    }

    FieldLine text(String ascii) {
        room(ascii.length());
        for (int i = 0; i < ascii.length(); i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    /** @param value below 0 is spelled 0 */
    FieldLine number(long value) {
        room(Digits.MOST);
        length = Digits.write(bytes, length, Math.max(0, value));
        return this;
    }

    private void room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
