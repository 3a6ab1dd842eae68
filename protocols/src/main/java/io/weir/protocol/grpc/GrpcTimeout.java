package io.weir.protocol.grpc;

/** The deadline of a call, as {@code grpc-timeout} says it: up to eight digits and a unit (gRPC's PROTOCOL-HTTP2). */
public final class GrpcTimeout {
    /** What is no timeout. */
    public static final long NONE = -1;

    private static final int MOST_DIGITS = 8;
    private static final long TOO_LARGE = 100_000_000;
    private static final int RADIX = 10;
    private static final byte[] UNITS = {'n', 'u', 'm', 'S', 'M', 'H'};
    private static final long[] NANOS = {1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};

    private GrpcTimeout() {}

    /** Nanoseconds, {@link Long#MAX_VALUE} for what is longer; {@link #NONE} when the range is no timeout. */
    public static long parse(byte[] buffer, int start, int end) {
        int digits = end - start - 1;
        int unit = digits < 1 || digits > MOST_DIGITS ? -1 : unit(buffer[end - 1]);
        if (unit < 0) {
            return NONE;
        }
        long value = 0;
        for (int i = start; i < end - 1; i++) {
            if (buffer[i] < '0' || buffer[i] > '9') {
                return NONE;
            }
            value = value * RADIX + buffer[i] - '0';
        }
        return value > Long.MAX_VALUE / NANOS[unit] ? Long.MAX_VALUE : value * NANOS[unit];
    }

    private static int unit(byte b) {
        for (int i = 0; i < UNITS.length; i++) {
            if (UNITS[i] == b) {
                return i;
            }
        }
        return -1;
    }

    /**
     * As exact as eight digits are, never longer than {@code nanos}.
     *
     * @param nanos 0 or more
     */
    public static String format(long nanos) {
        for (int unit = 0; unit < UNITS.length; unit++) {
            long value = nanos / NANOS[unit];
            if (value < TOO_LARGE) {
                return value + String.valueOf((char) UNITS[unit]);
            }
        }
        return TOO_LARGE - 1 + "H";
    }
}
