package io.weir.node.decide.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FreshnessTest {
    private static final long NOW = 1_700_000_000;
    private static final Freshness.Defaults DEFAULTS = new Freshness.Defaults(600, 5);

    @ParameterizedTest(name = "{0}, expires {1}, changed {2}, status {3}: {4}; {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            s-maxage=5, max-age=9 |    | -1000  | 200 | 5          | §4.2.1 s-maxage first
            max-age=9             | 99 | -1000  | 200 | 9          | §4.2.1 max-age before Expires
            ''                    | 99 | -1000  | 200 | 99         | §4.2.1 Expires less Date
            ''                    | -1 | -1000  | 200 | 0          | §5.3 in the past
            ''                    |    | -1000  | 200 | 100        | §4.2.2 a tenth
            ''                    |    | -99999 | 200 | 600        | §4.2.2 bounded
            ''                    |    | 1000   | 200 | 0          | it changed after it was made
            ''                    |    |        | 200 | 0          | nothing to go by
            ''                    |    | -1000  | 302 | 0          | §4.2.2 only statuses that are cacheable by themselves
            public                |    | -1000  | 302 | 100        | §4.2.2 or what is public
            ''                    |    |        | 404 | 5          | the policy's word on errors
            max-age=9             |    |        | 404 | 9          | the backend's own counts before it
            ''                    |    |        | 500 | 0          | a failure says nothing about the next
            """)
    void lifetimes(String control, String expires, String changed, int status, long expected, String reason) {
        Freshness.Times times = new Freshness.Times(NOW, at(expires), at(changed));

        assertThat(Freshness.lifetime(CacheControl.parse(control), false, times, status, NOW, DEFAULTS))
                .as(reason)
                .isEqualTo(expected);
    }

    private static long at(String offset) {
        return offset == null ? HttpDate.NONE : NOW + Long.parseLong(offset);
    }

    @Test
    void targetedFieldsLeaveExpiresOut() {
        Freshness.Times times = new Freshness.Times(NOW, NOW + 99, HttpDate.NONE);

        assertThat(Freshness.lifetime(CacheControl.NONE, true, times, 200, NOW, DEFAULTS))
                .isZero();
    }

    /** §4.2.3 word by word, in numbers of any size. */
    @Test
    void agesAreWhatTheRfcComputes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            long ageValue = random.nextInt(1000);
            long request = NOW + random.nextInt(1000);
            long response = request + random.nextInt(100) - 5; // clocks are set
            long date = random.nextInt(4) == 0 ? HttpDate.NONE : NOW + random.nextInt(2000) - 500;
            BigInteger apparent = date == HttpDate.NONE
                    ? BigInteger.ZERO
                    : BigInteger.valueOf(response)
                            .subtract(BigInteger.valueOf(date))
                            .max(BigInteger.ZERO);
            BigInteger delay = BigInteger.valueOf(response)
                    .subtract(BigInteger.valueOf(request))
                    .max(BigInteger.ZERO);
            BigInteger corrected = BigInteger.valueOf(ageValue).add(delay);

            assertThat(Freshness.initialAge(ageValue, date, request, response))
                    .as("seed %s", seed)
                    .isEqualTo(apparent.max(corrected).longValueExact());
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Sun, 06 Nov 1994 08:49:37 GMT    | 784111777
            Sunday, 06-Nov-94 08:49:37 GMT   | 784111777
            Sun Nov  6 08:49:37 1994         | 784111777
            Sunday, 06-Nov-33 08:49:37 GMT   | 2014879777
            Sun, 06 Nov 1994 08:49:60 GMT    | 784111799
            """)
    void dates(String text, long seconds) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource({
        "0",
        "-1",
        "'Sun, 31 Feb 1994 08:49:37 GMT'",
        "'Sun, 06 Nov 1994 08:49:37 CET'",
        "'Sun, 06 Nov 1994'",
        "now"
    })
    void whatIsNoDate(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEqualTo(HttpDate.NONE);
    }

    @Test
    void datesAreWrittenAsTheyAreRead() {
        assertThat(HttpDate.format(784111777)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
    }

    @ParameterizedTest
    @CsvSource({"5, 5", "-5, 0", "x, 0", "'7, 9', 7", "1.5, 0", "'', 0", "99999999999, 2147483648"})
    void ageFields(String text, long seconds) {
        assertThat(Freshness.ageValue(text)).isEqualTo(seconds);
    }
}
