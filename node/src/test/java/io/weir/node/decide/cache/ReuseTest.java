package io.weir.node.decide.cache;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ReuseTest {
    @ParameterizedTest(name = "asked [{0}], stored [{1}], age {2} of {3}: {4}; {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''                          | ''                            | 9  | 10 | FRESH         | §4.2
            ''                          | ''                            | 10 | 10 | ASK           | §4.2 fresh while the lifetime is above the age
            no-cache                    | ''                            | 0  | 10 | ASK           | §5.2.1.4
            ''                          | no-cache                      | 0  | 10 | ASK           | §5.2.2.4
            ''                          | no-cache="x"                  | 0  | 10 | FRESH         | §5.2.2.4 only the field
            max-age=5                   | ''                            | 5  | 10 | FRESH         | §5.2.1.1
            max-age=5                   | ''                            | 6  | 10 | ASK           | §5.2.1.1
            max-age=0                   | ''                            | 0  | 10 | ASK           | §5.2.1.1 a reload
            min-fresh=5                 | ''                            | 5  | 10 | FRESH         | §5.2.1.3
            min-fresh=5                 | ''                            | 6  | 10 | ASK           | §5.2.1.3
            max-stale                   | ''                            | 99 | 10 | STALE         | §5.2.1.2
            max-stale=5                 | ''                            | 15 | 10 | STALE         | §5.2.1.2
            max-stale=5                 | ''                            | 16 | 10 | ASK           | §5.2.1.2
            max-stale                   | must-revalidate               | 11 | 10 | ASK           | §5.2.2.2
            max-stale                   | proxy-revalidate              | 11 | 10 | ASK           | §5.2.2.8
            max-stale                   | s-maxage=10                   | 11 | 10 | ASK           | §5.2.2.10
            ''                          | stale-while-revalidate=5      | 15 | 10 | STALE_REFRESH | RFC 5861 §3
            ''                          | stale-while-revalidate=5      | 16 | 10 | ASK           | RFC 5861 §3
            ''                          | stale-while-revalidate=5, must-revalidate | 11 | 10 | ASK | §4.2.4
            max-age=5                   | stale-while-revalidate=5      | 11 | 10 | ASK           | the client wants it younger
            only-if-cached              | ''                            | 11 | 10 | NOTHING       | §5.2.1.7
            only-if-cached              | ''                            | 9  | 10 | FRESH         | §5.2.1.7
            only-if-cached, max-stale=5 | ''                            | 11 | 10 | STALE         | §5.2.1.7
            """)
    void whatIsDone(String request, String stored, long age, long lifetime, Reuse expected, String reason) {
        Reuse.Stored known = new Reuse.Stored(CacheControl.parse(stored), age, lifetime);

        assertThat(Reuse.of(CacheControl.parse(request), known)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "asked [{0}], stored [{1}], age {2} of 10: {3}; {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''               | stale-if-error=5                  | 15 | true  | RFC 5861 §4
            ''               | stale-if-error=5                  | 16 | false | RFC 5861 §4
            stale-if-error=9 | stale-if-error=5                  | 19 | true  | RFC 5861 §4 the client may ask for it
            ''               | stale-if-error=5, must-revalidate | 11 | false | §4.2.4
            no-cache         | stale-if-error=5                  | 11 | false | §5.2.1.4
            ''               | ''                                | 11 | false | nobody said so
            ''               | ''                                | 5  | true  | it is still fresh
            """)
    void whatIsBetterThanAnError(String request, String stored, long age, boolean expected, String reason) {
        Reuse.Stored known = new Reuse.Stored(CacheControl.parse(stored), age, 10);

        assertThat(Reuse.mayRescue(CacheControl.parse(request), known))
                .as(reason)
                .isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} against {1}: {2}; {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u00a7',
            textBlock =
                    """
            "a"         | "a"   | true  | equal
            W/"a"       | "a"   | true  | weakly equal
            "a"         | W/"a" | true  | weakly equal
            "b", "a"    | "a"   | true  | one of them
            "b,a", "c"  | "a"   | false | a comma within a tag
            *           | "a"   | true  | any
            a           | "a"   | false | no tag
            "A"         | "a"   | false | case counts
            """)
    void entityTags(String list, String etag, boolean expected, String reason) {
        assertThat(Conditions.matchesWeakly(list, etag)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "'gzip, br', 'br,gzip'",
        "'BR;q=0.5,x-gzip', 'br,gzip'",
        "'gzip;q=0, br', 'br'",
        "'identity', ''",
        "'identity;q=0, gzip', '!identity,gzip'",
        "'*;q=0.0', '!*'",
        "'', ''"
    })
    void codingsThatAreAccepted(String text, String normal) {
        assertThat(AcceptedCodings.normal(text)).isEqualTo(normal);
    }
}
