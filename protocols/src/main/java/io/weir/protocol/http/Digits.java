package io.weir.protocol.http;

/** Spells numbers as ASCII bytes, without making objects. */
public final class Digits {
    /** The most bytes of a number. */
    public static final int MOST = 20;

    private Digits() {}

    /**
     * Writes {@code value} to {@code to} from {@code at} on; answers where it ends.
     *
     * @param value 0 or more
     */
    public static int write(byte[] to, int at, long value) {
        int digits = 1;
        for (long bound = value; bound >= 10; bound /= 10) {
            digits++;
        }
        long rest = value;
        for (int i = at + digits - 1; i >= at; i--) {
            to[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return at + digits;
    }
}
