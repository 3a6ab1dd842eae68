package io.weir.node.decide.cache;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Dates of HTTP (RFC 9110 §5.6.7), the two obsolete forms among them, as seconds since 1970. */
public final class HttpDate {
    /** There is none, or it is none. */
    public static final long NONE = Long.MIN_VALUE;

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private static final List<String> DAYS =
            List.of("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday");

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private HttpDate() {}

    /** The form of today: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
    public static String format(long seconds) {
        return FORM.format(Instant.ofEpochSecond(seconds));
    }

    /**
     * Names in any case, and {@code UTC} beside {@code GMT} (RFC 9111 §4.2); otherwise to the letter.
     *
     * @param nowSeconds to find the century of a year in two digits
     */
    public static long parse(String text, long nowSeconds) {
        String[] parts = text.strip().split(" ", -1);
        try {
            if (parts.length == 6 && isZone(parts[5]) && isDay(parts[0], ",", 3)) {
                return of(number(parts[1], 2), parts[2], number(parts[3], 4), parts[4]);
            }
            if (parts.length == 4 && isZone(parts[3]) && isDay(parts[0], ",", 9)) {
                return rfc850(parts[1].split("-", -1), parts[2], nowSeconds);
            }
            return isDay(parts[0], "", 3) ? asctime(parts) : NONE;
        } catch (IllegalArgumentException | DateTimeException malformed) {
            return NONE;
        }
    }

    private static boolean isZone(String text) {
        return text.equalsIgnoreCase("GMT") || text.equalsIgnoreCase("UTC");
    }

    /** @param letters 3, or up to so many */
    private static boolean isDay(String text, String end, int letters) {
        String name = text.toLowerCase(Locale.ROOT);
        for (String day : DAYS) {
            String wanted = letters == 3 ? day.substring(0, 3) : day;
            if (name.equals(wanted + end)) {
                return true;
            }
        }
        return false;
    }

    /** {@code Sun Nov  6 08:49:37 1994}: a day of one digit has a space before it. */
    private static long asctime(String[] parts) {
        boolean spaced = parts.length == 6 && parts[2].isEmpty();
        if (parts.length != 5 && !spaced) {
            return NONE;
        }
        int at = spaced ? 3 : 2;
        return of(number(parts[at], spaced ? 1 : 2), parts[1], number(parts[at + 2], 4), parts[at + 1]);
    }

    /** {@code Sunday, 06-Nov-94}: what would be more than 50 years ahead was in the last century. */
    private static long rfc850(String[] date, String time, long nowSeconds) {
        if (date.length != 3) {
            return NONE;
        }
        int thisYear = LocalDate.ofEpochDay(Math.floorDiv(nowSeconds, 86_400L)).getYear();
        int year = thisYear - thisYear % 100 + number(date[2], 2);
        return of(number(date[0], 2), date[1], year > thisYear + 50 ? year - 100 : year, time);
    }

    private static long of(int day, String month, int year, String time) {
        int number = MONTHS.indexOf(month.toLowerCase(Locale.ROOT)) + 1;
        String[] clock = time.split(":", -1);
        if (clock.length != 3) {
            return NONE;
        }
        int second = Math.min(59, number(clock[2], 2)); // a leap second
        LocalTime at = LocalTime.of(number(clock[0], 2), number(clock[1], 2), second);
        return LocalDate.of(year, number, day).toEpochSecond(at, ZoneOffset.UTC);
    }

    private static int number(String text, int digits) {
        if (text.length() != digits) {
            throw new IllegalArgumentException(text);
        }
        int value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException(text);
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
