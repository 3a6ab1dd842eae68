package io.weir.node.filter.grpc;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** {@code google.protobuf.Timestamp} and {@code Duration} as texts. */
final class TimeText {
    /** 0001-01-01T00:00:00Z and 9999-12-31T23:59:59Z. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final long MOST_SECONDS = 315_576_000_000L;
    private static final int NANO_DIGITS = 9;
    private static final int SECOND_NANOS = 1_000_000_000;
    private static final int DATE_AND_TIME = "0001-01-01T00:00:00".length();

    private TimeText() {}

    /** Seconds and what is left over in nanoseconds; those of a duration have one sign. */
    record Moment(long seconds, int nanos) {
        boolean isTimestamp() {
            return seconds >= FIRST_SECOND && seconds <= LAST_SECOND && nanos >= 0 && nanos < SECOND_NANOS;
        }

        boolean isDuration() {
            boolean oneSign = seconds == 0 || nanos == 0 || seconds < 0 == nanos < 0;
            return Math.abs(seconds) <= MOST_SECONDS && Math.abs(nanos) < SECOND_NANOS && oneSign;
        }
    }

    /** By RFC 3339, with any offset; null when it is none. */
    static @Nullable Moment timestamp(String text) {
        // java.time takes a time without seconds, which RFC 3339 has not.
        if (text.length() <= DATE_AND_TIME || text.charAt(DATE_AND_TIME - 3) != ':') {
            return null;
        }
        try {
            Instant instant = OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
            Moment moment = new Moment(instant.getEpochSecond(), instant.getNano());
            return moment.isTimestamp() ? moment : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    static String timestamp(Moment moment) {
        String time = DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(
                LocalDateTime.ofEpochSecond(moment.seconds(), 0, ZoneOffset.UTC));
        return time + fraction(moment.nanos()) + 'Z';
    }

    /** {@code -1.5s}; null when it is none. */
    static @Nullable Moment duration(String text) {
        boolean minus = text.startsWith("-");
        int start = minus ? 1 : 0;
        int end = text.length() - 1;
        if (end <= start || text.charAt(end) != 's') {
            return null;
        }
        int dot = text.indexOf('.');
        int whole = dot < 0 ? end : dot;
        int digits = dot < 0 ? 0 : end - dot - 1;
        if (whole == start || dot >= 0 && digits == 0 || digits > NANO_DIGITS || whole - start > 12) {
            return null;
        }
        long seconds = number(text, start, whole);
        long nanos = dot < 0 ? 0 : number(text, dot + 1, end);
        if (seconds < 0 || nanos < 0) {
            return null;
        }
        for (int i = digits; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        Moment moment = minus ? new Moment(-seconds, (int) -nanos) : new Moment(seconds, (int) nanos);
        return moment.isDuration() ? moment : null;
    }

    private static long number(String text, int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }

    static String duration(Moment moment) {
        boolean minus = moment.seconds() < 0 || moment.nanos() < 0;
        return (minus ? "-" : "") + Math.abs(moment.seconds()) + fraction(Math.abs(moment.nanos())) + 's';
    }

    /** Three digits, six, or nine. */
    private static String fraction(int nanos) {
        if (nanos == 0) {
            return "";
        }
        String digits = String.valueOf(SECOND_NANOS + nanos).substring(1);
        if (nanos % 1_000_000 == 0) {
            return '.' + digits.substring(0, 3);
        }
        return '.' + (nanos % 1_000 == 0 ? digits.substring(0, 6) : digits);
    }
}
