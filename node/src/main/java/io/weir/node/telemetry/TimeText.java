package io.weir.node.telemetry;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** The time as {@code "2026-11-01T12:34:56.789Z"}. The second's text is made once a second. Not thread-safe. */
final class TimeText {
    private static final int MILLIS_AT = 21;

    private final byte[] text = "\"1970-01-01T00:00:00.000Z\"".getBytes(StandardCharsets.US_ASCII);
    private long second;

    void write(long epochMillis, JsonLine line) {
        long now = Math.floorDiv(epochMillis, 1000L);
        if (now != second) {
            secondIs(now);
        }
        int millis = (int) (epochMillis - now * 1000);
        text[MILLIS_AT] = (byte) ('0' + millis / 100);
        text[MILLIS_AT + 1] = (byte) ('0' + millis / 10 % 10);
        text[MILLIS_AT + 2] = (byte) ('0' + millis % 10);
        line.raw(text);
    }

    private void secondIs(long epochSecond) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC);
        digits(1, 4, time.getYear());
        digits(6, 2, time.getMonthValue());
        digits(9, 2, time.getDayOfMonth());
        digits(12, 2, time.getHour());
        digits(15, 2, time.getMinute());
        digits(18, 2, time.getSecond());
        second = epochSecond;
    }

    private void digits(int at, int count, int value) {
        int rest = value;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
