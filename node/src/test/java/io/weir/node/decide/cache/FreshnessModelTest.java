package io.weir.node.decide.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Holds the arithmetic of RFC 9111 §4.2 against a slow model that does what the sections say, word by word. */
final class FreshnessModelTest {
    private static final long NOW = 1_700_000_000;
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(31);
    private static final Freshness.Defaults DEFAULTS = new Freshness.Defaults(600, 5);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    /** Directives as a list of words; none is malformed here, tables have those. */
    private record Said(List<String> words) {
        /** The smallest value of all that are said, or null. */
        @Nullable
        BigInteger least(String name) {
            return words.stream()
                    .filter(word -> word.startsWith(name + "="))
                    .map(word -> new BigInteger(word.substring(name.length() + 1)).min(MOST))
                    .min(BigInteger::compareTo)
                    .orElse(null);
        }

        boolean has(String name) {
            return words.contains(name);
        }

        String text() {
            return String.join(", ", words);
        }
    }

    private Said said(String... names) {
        List<String> words = new ArrayList<>();
        for (String name : names) {
            for (int times = random.nextInt(5) / 2; times > 0; times--) {
                words.add(name.endsWith("=") ? name + number() : name);
            }
        }
        Collections.shuffle(words, random);
        return new Said(words);
    }

    private String number() {
        return switch (random.nextInt(8)) {
            case 0 -> "0";
            case 1 -> "2147483648";
            case 2 -> "99999999999999999999999";
            default -> Integer.toString(random.nextInt(200));
        };
    }

    private long date(int around) {
        return random.nextInt(3) == 0 ? HttpDate.NONE : NOW + random.nextInt(2 * around) - around;
    }

    /** §4.2.1, §4.2.2. */
    private static BigInteger lifetime(Said said, Freshness.Times times, int status, long arrived) {
        BigInteger shared = said.least("s-maxage");
        BigInteger maxAge = said.least("max-age");
        if (shared != null || maxAge != null) {
            return shared == null ? Objects.requireNonNull(maxAge) : shared;
        }
        BigInteger date = BigInteger.valueOf(times.date() == HttpDate.NONE ? arrived : times.date());
        if (times.expires() != HttpDate.NONE) {
            return BigInteger.valueOf(times.expires())
                    .subtract(date)
                    .max(BigInteger.ZERO)
                    .min(MOST);
        }
        boolean heuristic = List.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501)
                        .contains(status)
                || said.has("public");
        if (heuristic && status >= 400) {
            return BigInteger.valueOf(DEFAULTS.negative());
        }
        if (!heuristic || times.lastModified() == HttpDate.NONE) {
            return BigInteger.ZERO;
        }
        return date.subtract(BigInteger.valueOf(times.lastModified()))
                .max(BigInteger.ZERO)
                .divide(BigInteger.TEN)
                .min(BigInteger.valueOf(DEFAULTS.mostHeuristic()));
    }

    @Test
    void lifetimesAreWhatTheSectionsSay() {
        int[] statuses = {200, 204, 302, 404, 500, 501};
        for (int round = 0; round < 50_000; round++) {
            Said said = said("max-age=", "s-maxage=", "public", "x");
            Freshness.Times times = new Freshness.Times(date(500), date(500), date(100_000));
            int status = statuses[random.nextInt(statuses.length)];

            assertThat(Freshness.lifetime(CacheControl.parse(said.text()), false, times, status, NOW, DEFAULTS))
                    .as("seed %s: [%s] %s %s", seed, said.text(), times, status)
                    .isEqualTo(lifetime(said, times, status, NOW).longValueExact());
        }
    }

    /** §4, §4.2.4, §5.2.1, RFC 5861: what may be sent without asking. */
    private static boolean mayBeSent(Said asked, Said stored, BigInteger age, BigInteger lifetime, boolean beside) {
        if (asked.has("no-cache") || stored.has("no-cache")) {
            return false;
        }
        BigInteger mostAge = asked.least("max-age");
        if (mostAge != null && (mostAge.signum() == 0 || age.compareTo(mostAge) > 0)) {
            return false;
        }
        List<BigInteger> wanted = asked.words().stream()
                .filter(word -> word.startsWith("min-fresh="))
                .map(word -> new BigInteger(word.substring(10)).min(MOST))
                .toList();
        BigInteger left = lifetime.subtract(age);
        if (wanted.stream().anyMatch(fresh -> left.compareTo(fresh) < 0)) {
            return false;
        }
        if (left.signum() > 0) {
            return true;
        }
        if (stored.has("must-revalidate") || stored.has("proxy-revalidate") || stored.least("s-maxage") != null) {
            return false;
        }
        BigInteger staleness = left.negate();
        BigInteger mostStale = asked.least("max-stale");
        if (mostStale != null && staleness.compareTo(mostStale) <= 0) {
            return true;
        }
        BigInteger refreshing = stored.least("stale-while-revalidate");
        return beside && refreshing != null && staleness.compareTo(refreshing) <= 0;
    }

    @Test
    void whatIsSentWithoutAskingIsWhatTheSectionsAllow() {
        for (int round = 0; round < 50_000; round++) {
            Said asked = said("max-age=", "min-fresh=", "max-stale=", "no-cache", "only-if-cached");
            Said stored =
                    said("no-cache", "must-revalidate", "proxy-revalidate", "s-maxage=", "stale-while-revalidate=");
            long age = random.nextInt(400);
            long lifetime = random.nextInt(4) == 0 ? age : random.nextInt(400);
            Reuse reuse = Reuse.of(
                    CacheControl.parse(asked.text()),
                    new Reuse.Stored(CacheControl.parse(stored.text()), age, lifetime));
            boolean allowed = mayBeSent(asked, stored, BigInteger.valueOf(age), BigInteger.valueOf(lifetime), true);
            Object description = "seed %s: asked [%s] stored [%s] %s of %s: %s"
                    .formatted(seed, asked.text(), stored.text(), age, lifetime, reuse);

            assertThat(reuse == Reuse.FRESH || reuse == Reuse.STALE || reuse == Reuse.STALE_REFRESH)
                    .as("%s", description)
                    .isEqualTo(allowed);
            assertThat(reuse == Reuse.NOTHING).as("%s", description).isEqualTo(!allowed && asked.has("only-if-cached"));
            assertThat(reuse == Reuse.FRESH).as("%s", description).isEqualTo(allowed && lifetime > age);
        }
    }

    /** The three forms as the library of Java reads and writes them. */
    @Test
    void datesAreWhatAnotherReaderMakesOfThem() {
        String[] forms = {
            "EEE, dd MMM yyyy HH:mm:ss 'GMT'", "EEEE, dd-MMM-yy HH:mm:ss 'GMT'", "EEE MMM ppd HH:mm:ss yyyy"
        };
        for (int round = 0; round < 20_000; round++) {
            long seconds = NOW
                    + random.nextInt(3_000_000) * 1_000L
                    - 1_500_000_000L
                    + random.nextInt(1_000); // 47 years each way
            ZonedDateTime time = Instant.ofEpochSecond(seconds).atZone(ZoneOffset.UTC);
            String form = forms[random.nextInt(forms.length)];
            String text = DateTimeFormatter.ofPattern(form, Locale.ENGLISH).format(time);

            assertThat(HttpDate.parse(text, NOW)).as("seed %s: %s", seed, text).isEqualTo(seconds);
        }
    }
}
