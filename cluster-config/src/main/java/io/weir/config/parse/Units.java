package io.weir.config.parse;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Quantities as people write them, both ways: {@code 300ms}, {@code 100/s}, {@code 32KiB}, {@code 20%}. */
final class Units {
    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?)\\s*([A-Za-z]*)");
    private static final Pattern RATE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,17})?)\\s*/\\s*([a-z]+)");
    private static final Pattern PERCENT = Pattern.compile("(\\d{1,3})\\s*%");
    private static final Duration LONGEST = Duration.ofDays(365);

    private Units() {}

    /** {@code 300ms}, {@code 1.5s}, {@code 5m}, {@code 2h}, {@code 1d}; {@code 0} needs no unit. At most a year. */
    static Optional<Duration> duration(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal amount = new BigDecimal(matcher.group(1));
        if (matcher.group(2).isEmpty()) {
            return amount.signum() == 0 ? Optional.of(Duration.ZERO) : Optional.empty();
        }
        long unitNanos = unitNanos(matcher.group(2));
        BigDecimal nanos = amount.multiply(BigDecimal.valueOf(unitNanos));
        if (unitNanos == 0 || nanos.compareTo(BigDecimal.valueOf(LONGEST.toNanos())) > 0) {
            return Optional.empty();
        }
        return Optional.of(Duration.ofNanos(nanos.longValue()));
    }

    private static long unitNanos(String unit) {
        return switch (unit) {
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m", "min" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            case "d" -> 86_400_000_000_000L;
            default -> 0;
        };
    }

    /** The shortest text that {@link #duration} reads back. */
    static String duration(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos == 0) {
            return "0s";
        }
        for (String unit : new String[] {"d", "h", "m", "s", "ms", "us"}) {
            if (nanos % unitNanos(unit) == 0) {
                return nanos / unitNanos(unit) + unit;
            }
        }
        return BigDecimal.valueOf(nanos, 3).toPlainString() + "us";
    }

    /** Per second: {@code 100/s}, {@code 10/m}, {@code 5000/h}, {@code 1/d}. */
    static OptionalDouble rate(String text) {
        Matcher matcher = RATE.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalDouble.empty();
        }
        double seconds = unitNanos(matcher.group(2)) / 1e9;
        return seconds < 1 ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(matcher.group(1)) / seconds);
    }

    /** A text that {@link #rate} reads back exactly. */
    static String rate(double perSecond) {
        for (String unit : new String[] {"s", "m", "h", "d"}) {
            double seconds = unitNanos(unit) / 1e9;
            double amount = Math.rint(perSecond * seconds);
            if (amount >= 1 && amount / seconds == perSecond) {
                return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString() + "/" + unit;
            }
        }
        return new BigDecimal(Double.toString(perSecond)).toPlainString() + "/s";
    }

    /** Bytes: {@code 512B}, {@code 32KiB}, {@code 1MiB}, {@code 2GiB}, {@code 10kB}, {@code 1MB}; {@code 0} needs no unit. */
    static OptionalLong size(String text) {
        Matcher matcher = AMOUNT.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        BigDecimal amount = new BigDecimal(matcher.group(1));
        if (matcher.group(2).isEmpty()) {
            return amount.signum() == 0 ? OptionalLong.of(0) : OptionalLong.empty();
        }
        BigDecimal bytes = amount.multiply(BigDecimal.valueOf(unitBytes(matcher.group(2))));
        boolean fits = unitBytes(matcher.group(2)) > 0 && bytes.compareTo(BigDecimal.valueOf(1L << 50)) <= 0;
        return fits ? OptionalLong.of(bytes.longValue()) : OptionalLong.empty();
    }

    private static long unitBytes(String unit) {
        return switch (unit) {
            case "B" -> 1;
            case "kB", "KB" -> 1_000;
            case "MB" -> 1_000_000;
            case "GB" -> 1_000_000_000;
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 0;
        };
    }

    /** The shortest text that {@link #size} reads back. */
    static String size(long bytes) {
        if (bytes == 0) {
            return "0B";
        }
        for (String unit : new String[] {"GiB", "MiB", "KiB"}) {
            if (bytes % unitBytes(unit) == 0) {
                return bytes / unitBytes(unit) + unit;
            }
        }
        return bytes + "B";
    }

    /** {@code 0%} to {@code 100%}. */
    static OptionalInt percent(String text) {
        Matcher matcher = PERCENT.matcher(text.strip());
        if (!matcher.matches()) {
            return OptionalInt.empty();
        }
        int value = Integer.parseInt(matcher.group(1));
        return value <= 100 ? OptionalInt.of(value) : OptionalInt.empty();
    }
}
