package io.weir.node.filter;

import java.util.Arrays;

/** Spells a field line as bytes without allocating. Scratch space of one loop. */
final class FieldLine {
    private static final int LONGEST_NUMBER = 20;

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
        room(LONGEST_NUMBER);
        long rest = Math.max(0, value);
        int digits = 1;
        for (long bound = rest; bound >= 10; bound /= 10) {
            digits++;
        }
        for (int i = length + digits - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
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
