package io.weir.node.decide.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StorabilityTest {
    /** {@code facts}: e(xpires), a(uthorized), c(ookie), v(aries by anything), t(ag). */
    @ParameterizedTest(name = "asked [{0}], {1} [{2}] {3}, fresh {4}: {5}; {6}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            ''        | 200 | max-age=9                    | '' | 9 | STORE            | RFC 9111 §3
            no-store  | 200 | max-age=9                    | '' | 9 | REQUEST_NO_STORE | §5.2.1.5
            no-store  | 200 | no-store                     | '' | 0 | REQUEST_NO_STORE | §5.2.1.5 said first
            no-cache  | 200 | max-age=9                    | '' | 9 | STORE            | §5.2.1.4 is about what is stored
            ''        | 200 | no-store, max-age=9          | '' | 9 | NO_STORE         | §5.2.2.5
            ''        | 200 | private, max-age=9           | '' | 9 | PRIVATE          | §5.2.2.7
            ''        | 200 | private="x", max-age=9       | '' | 9 | STORE            | §5.2.2.7 but the field
            ''        | 100 | max-age=9                    | '' | 9 | STATUS           | §3 not final
            ''        | 199 | max-age=9                    | '' | 9 | STATUS           | §3 not final
            ''        | 206 | max-age=9                    | '' | 9 | STATUS           | §3.3 a part
            ''        | 304 | max-age=9                    | '' | 9 | STATUS           | §3 a confirmation
            ''        | 299 | max-age=9                    | '' | 9 | STORE            | §3 unknown, but it says so
            ''        | 299 | must-understand, max-age=9   | '' | 9 | STATUS           | §5.2.2.3
            ''        | 206 | must-understand, max-age=9   | '' | 9 | STATUS           | §5.2.2.3
            ''        | 200 | must-understand, no-store, max-age=9 | '' | 9 | STORE    | §5.2.2.3
            ''        | 302 | must-understand, no-store, max-age=9 | '' | 9 | STORE    | §5.2.2.3
            ''        | 500 | must-understand, no-store, max-age=9 | '' | 9 | STATUS   | §5.2.2.3
            ''        | 200 | max-age=9                    | a  | 9 | AUTHORIZATION    | §3.5
            ''        | 200 | max-age=9, public            | a  | 9 | STORE            | §3.5
            ''        | 200 | max-age=9, must-revalidate   | a  | 9 | STORE            | §3.5
            ''        | 200 | s-maxage=9                   | a  | 9 | STORE            | §3.5
            ''        | 200 | max-age=9, proxy-revalidate  | a  | 9 | AUTHORIZATION    | §3.5
            ''        | 200 | max-age=9, private, public   | a  | 9 | PRIVATE          | §4.2.1 the stricter
            ''        | 200 | max-age=9                    | c  | 9 | SET_COOKIE       | §7.3
            ''        | 200 | max-age=9, public            | c  | 9 | SET_COOKIE       | §7.3 whoever says public
            ''        | 200 | max-age=9                    | v  | 9 | VARY_ANYTHING    | §4.1
            ''        | 200 | ''                           | '' | 0 | USELESS          | nothing says how long
            ''        | 200 | ''                           | t  | 0 | STORE            | §4.3 it can be asked about
            ''        | 200 | no-cache                     | t  | 0 | STORE            | §5.2.2.4 each time
            ''        | 200 | no-cache                     | '' | 0 | USELESS          | §5.2.2.4 with nothing to ask with
            ''        | 404 | ''                           | t  | 0 | USELESS          | a condition is about a 200
            ''        | 302 | ''                           | '' | 9 | USELESS          | §3 nothing that allows it
            ''        | 302 | ''                           | e  | 9 | STORE            | §3 Expires
            ''        | 302 | public                       | '' | 9 | STORE            | §3 public
            ''        | 404 | ''                           | '' | 9 | STORE            | §4.2.2 a heuristic, or the policy's word
            ''        | 200 | max-age=0                    | '' | 0 | USELESS          | stale at once, with nothing to ask with
            """)
    void whatIsStored(
            String asked,
            int status,
            String said,
            String facts,
            long lifetime,
            Storability.Verdict verdict,
            String rule) {
        Storability.Answer answer = new Storability.Answer(
                status,
                CacheControl.parse(said),
                facts.contains("e"),
                facts.contains("a"),
                facts.contains("c"),
                facts.contains("v"),
                facts.contains("t"));

        assertThat(Storability.of(CacheControl.parse(asked), answer, lifetime))
                .as(rule)
                .isEqualTo(verdict);
    }

    /** RFC 9110 §15.1. */
    @ParameterizedTest
    @CsvSource({"100", "200", "300", "400", "500"})
    void statusesThatAreCacheableByThemselves(int hundred) {
        Set<Integer> known = Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);
        for (int status = hundred; status < hundred + 100; status++) {
            assertThat(Storability.isHeuristic(status)).as("%s", status).isEqualTo(known.contains(status));
        }
    }
}
