package io.weir.node.decide.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CacheControlTest {
    @ParameterizedTest(name = "[{0}]: max-age {1}; {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            max-age=60                  | 60         | the plain form
            max-age="60"                | 60         | §5.2 both forms of an argument are to be understood
            Max-Age = 60                | 60         | names in any case; space is forgiven
            max-age=60, max-age=5       | 5          | §4.2.1 twice: the stricter
            max-age=5, max-age=60       | 5          | §4.2.1 in any order
            max-age=-1                  | 0          | §4.2.1 malformed: stale
            max-age=1.5                 | 0          | §4.2.1 malformed: stale
            max-age                     | 0          | §4.2.1 malformed: stale
            max-age=99999999999999999999| 2147483648 | §1.2.2 what does not fit is the most
            x="max-age=1", max-age=60   | 60         | within quotes nothing counts
            x="a\\\"b, max-age=1", max-age=60 | 60   | an escaped quote ends nothing
            ,,, max-age=60 ,            | 60         | empty members
            ''                          | -1         | nothing is said
            foo=1;max-age=60            | -1         | §5.2.3 what is unknown is ignored
            """)
    void ages(String text, long maxAge, String reason) {
        assertThat(CacheControl.parse(text).maxAge()).as(reason).isEqualTo(maxAge);
    }

    @Test
    void namesOfFieldsQualifyADirective() {
        CacheControl control = CacheControl.parse("no-cache=\"Set-Cookie, X-A\", private=\"x-b\", no-cache=X-C");

        assertThat(control.noCache()).isFalse();
        assertThat(control.isPrivate()).isFalse();
        assertThat(control.noCacheFields()).isEqualTo(Set.of("set-cookie", "x-a", "x-c"));
        assertThat(control.privateFields()).isEqualTo(Set.of("x-b"));
        assertThat(CacheControl.parse("no-cache=\"a\", no-cache").noCache())
                .as("the stricter")
                .isTrue();
        assertThat(CacheControl.parse("private=\"\"").isPrivate())
                .as("names none: all")
                .isTrue();
    }

    @ParameterizedTest(name = "[{0}]: {1}; {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            max-age=60                      | 60 | RFC 9213 §2.1
            max-age=60;x=1, s=("a" b)       | 60 | parameters and lists are of no concern
            no-store=?0, max-age=7          | 7  | a false flag is none
            max-age=1, max-age=60           | 60 | RFC 8941 §4.2.2: the last counts
            max-age=60,                     | -2 | malformed: as if it were not there
            Max-Age=60                      | -2 | keys are lower case
            max-age = 60                    | -2 | no space
            ''                              | -2 | empty: as if it were not there
            max-age="60                     | -2 | an open quote
            """)
    void targetedFields(String text, long maxAge, String reason) {
        CacheControl control = TargetedControl.parse(text);

        assertThat(control == null ? -2 : control.maxAge()).as(reason).isEqualTo(maxAge);
    }

    @Test
    void whateverIsSaidIsRead() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        String alphabet = "max-age=sno\"\\,; \t0159()?:*xA\u00e4";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(CacheControl.parse(text.toString()).maxAge())
                    .as("seed %s, %s", seed, text)
                    .isBetween(-1L, CacheControl.MOST);
            TargetedControl.parse(text.toString());
            AcceptedCodings.normal(text.toString());
            HttpDate.parse(text.toString(), 0);
            ByteRanges.parse("bytes=" + text, 10);
            Conditions.matchesWeakly(text.toString(), "\"x\"");
        }
    }
}
