package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.CacheScripts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code Cache-Status} says of a second request (RFC 9211): either {@code hit} or {@code fwd}, and why. */
@ExtendWith(NoLeaks.class)
final class CacheStatusTest {
    private static CacheScripts scripts;

    @BeforeAll
    static void start() {
        scripts = new CacheScripts("");
    }

    @AfterAll
    static void stop() {
        scripts.close();
    }

    @ParameterizedTest(name = "{0}, {1}, {2}: {3}; {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            Cache-Control: max-age=600 ;; Age: 100 | | | weir; hit; ttl=500 | §2.1, §2.4 how long it is still fresh
            Cache-Control: max-age=600 ;; Age: 700 | Cache-Control: max-stale | | weir; hit; ttl=-100 | §2.4 negative: stale
            X-None: 1 | | | weir; fwd=uri-miss; fwd-status=200; detail=no-freshness | §2.2 nothing was stored
            Cache-Control: no-store | | | weir; fwd=uri-miss; fwd-status=200; detail=no-store | §2.8 in words of this cache
            Cache-Control: max-age=0 ;; ETag: "a" | | 304 Cache-Control: max-age=60 | weir; fwd=stale; fwd-status=304; ttl=60 | §2.3 what the backend said
            Cache-Control: max-age=0 ;; ETag: "a" | | Cache-Control: max-age=60 | weir; fwd=stale; fwd-status=200; stored | §2.5 a new one is stored
            Cache-Control: max-age=60 | Cache-Control: no-cache | | weir; fwd=request; fwd-status=200; stored | §2.2 the client did not want what is fresh
            Cache-Control: max-age=60 ;; Vary: X | X: 1 | | weir; fwd=vary-miss; fwd-status=200; stored | §2.2 only other variants are stored
            Cache-Control: max-age=60 | POST Content-Length: 0 | 201 X: 1 | weir; fwd=method | §2.2 a method that goes forward
            Cache-Control: max-age=60 | If-Match: "a" | | weir; fwd=bypass | §2.2 the cache has no say
            Cache-Control: max-age=60, stale-if-error=60 ;; Age: 70 | | 502 X: 1 | weir; fwd=stale; fwd-status=502; ttl=-10; detail=stale-if-error | §2.4 better than an error
            404 Cache-Control: max-age=60 | | | weir; hit; ttl=60 | §2.1 whatever its status
            """)
    void whatHappened(String answer, String second, String next, String expected, String rule) {
        CacheScripts.Script script = scripts.script(answer, next == null ? answer : next);
        script.ask("");
        WireMessage after = script.ask(second == null ? "" : second);

        assertThat(after.field("Cache-Status")).as(rule).contains(expected);
    }

    /** §2: the one nearest to the origin comes first. */
    @Test
    void whatOtherCachesSaidStays() {
        CacheScripts.Script script = scripts.script("Cache-Control: max-age=60 ;; Cache-Status: Origin; hit; ttl=9");

        assertThat(script.ask("").values("Cache-Status"))
                .containsExactly("Origin; hit; ttl=9", "weir; fwd=uri-miss; fwd-status=200; stored");
        assertThat(script.ask("").values("Cache-Status")).containsExactly("Origin; hit; ttl=9", "weir; hit; ttl=60");
    }
}
