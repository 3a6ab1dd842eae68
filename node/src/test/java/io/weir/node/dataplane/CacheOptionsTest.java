package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.CacheScripts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a cache policy can say, over real sockets. */
@ExtendWith(NoLeaks.class)
final class CacheOptionsTest {
    @ParameterizedTest(name = "[{0}] {1} then {2}: {3} requests; {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            negative: 30s    | 404                                  |               | 1 | an error that does not say how long it holds
            negative: 30s    | 410                                  |               | 1 | likewise
            negative: 30s    | 501                                  |               | 1 | likewise
            negative: 30s    | 500                                  |               | 2 | a failure says nothing about the next
            negative: 30s    | 403                                  |               | 2 | nor does what depends on who asks
            negative: 30s    | 404 Cache-Control: no-store          |               | 2 | the backend counts before the policy
            negative: 30s    | 404 Cache-Control: max-age=0         |               | 2 | the backend counts before the policy
            negative: 30s    | 404 Set-Cookie: a=b                  |               | 2 | a cookie is somebody's
            negative: 30s    | 200 X: 1                             |               | 2 | only errors
            heuristic: 0     | 200 Last-Modified: {-90000}          |               | 2 | no heuristic
            heuristic: 10s   | 200 Last-Modified: {-90000}          |               | 1 | a bounded one
            'key: { cookies: [theme] }' | 200 Cache-Control: max-age=60 | Cookie: theme=dark     | 2 | a cookie that counts
            'key: { cookies: [theme] }' | 200 Cache-Control: max-age=60 | Cookie: a=b; other=dark | 1 | one that does not
            'key: { headers: [X-Tenant] }' | 200 Cache-Control: max-age=60 | X-Tenant: t        | 2 | a field that counts
            'key: { headers: [X-Tenant] }' | 200 Cache-Control: max-age=60 | X-Other: t         | 1 | one that does not
            'key: { headers: [X-Host] }'   | 200 Cache-Control: max-age=60 | X-Host: t          | 2 | one of those that are not stored unless they count
            """)
    void options(String option, String answer, String second, int asked, String reason) {
        try (CacheScripts scripts = new CacheScripts(", " + option.replace("'", ""))) {
            CacheScripts.Script script = scripts.script(answer);
            script.ask("");
            script.ask(second == null ? "" : second);
            script.ask("");

            assertThat(script.asked()).as(reason).hasSize(second == null && asked == 2 ? 3 : asked);
        }
    }

    @Test
    void aCookieThatCountsKeepsAnswersApart() {
        try (CacheScripts scripts = new CacheScripts(", key: { cookies: [theme] }")) {
            CacheScripts.Script script = scripts.script("Cache-Control: max-age=60");
            String dark = script.ask("Cookie: theme=dark; x=1").body();
            String light = script.ask("Cookie: theme=light").body();

            assertThat(script.ask("Cookie: x=2; theme=dark").body()).isEqualTo(dark);
            assertThat(script.ask("Cookie: theme=light").body())
                    .isEqualTo(light)
                    .isNotEqualTo(dark);
            assertThat(script.asked()).hasSize(2);
        }
    }

    @Test
    void tagsReachClientsUnlessTheyAreStripped() {
        String answer = "Cache-Control: max-age=60 ;; Cache-Tag: a, b ;; Surrogate-Key: c";
        for (boolean strips : List.of(true, false)) {
            try (CacheScripts scripts = new CacheScripts(", strip-tags: " + strips)) {
                CacheScripts.Script script = scripts.script(answer);
                for (WireMessage message : List.of(script.ask(""), script.ask(""))) {
                    assertThat(message.field("Cache-Tag").isEmpty()).isEqualTo(strips);
                    assertThat(message.field("Surrogate-Key").isEmpty()).isEqualTo(strips);
                }
                assertThat(script.asked()).hasSize(1);
            }
        }
    }

    /** RFC 9111 §3.2, §4.3.4: what a 304 says takes its place, the rest stays, and what describes the body's bytes is not touched. */
    @ParameterizedTest(name = "{0}: {1}, then {2}: {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            X-Own                   | a            | b            | b
            X-Own                   | a            |              | a
            X-Own                   |              | b            | b
            Content-Foo             | a            | b            | b
            Content-Security-Policy | a            | b            | b
            Content-Location        | /a           | /b           | /b
            Expires                 | Thu, 01 Jan 2099 00:00:00 GMT | Fri, 02 Jan 2099 00:00:00 GMT | Fri, 02 Jan 2099 00:00:00 GMT
            X-Frame-Options         | deny         | sameorigin   | sameorigin
            Content-Encoding        | gzip         | br           | gzip
            Content-Type            | text/plain   | text/html    | text/plain
            Content-Length          | 6            | 10           | 6
            """)
    void whatAConfirmationChanges(String name, String before, String said, String after) {
        try (CacheScripts scripts = new CacheScripts("")) {
            String first = before == null ? "" : " ;; " + name + ": " + before;
            String then = said == null ? "" : " ;; " + name + ": " + said;
            CacheScripts.Script script = scripts.script(
                    "Cache-Control: max-age=0 ;; ETag: \"a\"" + first,
                    "304 Cache-Control: max-age=60 ;; ETag: \"a\"" + then);
            script.ask("");

            assertThat(script.ask("").field(name)).contains(after);
            assertThat(script.ask("").field(name)).as("from the store").contains(after);
            assertThat(script.ask("").field("Cache-Control")).contains("max-age=60");
            assertThat(script.asked()).hasSize(2);
        }
    }

    /** RFC 9111 §3.1. */
    @ParameterizedTest
    @CsvSource({
        "Keep-Alive",
        "Proxy-Authenticate",
        "Proxy-Authentication-Info",
        "Proxy-Connection",
        "TE",
        "Upgrade",
        "X-Named"
    })
    void whatIsForTheConnectionIsNotStored(String name) {
        try (CacheScripts scripts = new CacheScripts("")) {
            CacheScripts.Script script =
                    scripts.script("Cache-Control: max-age=60 ;; Connection: X-Named ;; " + name + ": x");
            script.ask("");

            assertThat(script.ask("").values(name)).isEmpty();
            assertThat(script.asked()).hasSize(1);
        }
    }

    /** RFC 9111 §4.4: only what is of the same origin. */
    @ParameterizedTest(name = "{0}: {1}; {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            Location: PATH                                  | true  | a path
            Location: http://example.com{PATH}              | true  | the whole address
            Location: http://EXAMPLE.com:80{PATH}           | true  | RFC 9110 §4.2.3 the same origin
            Location: //example.com{PATH}                   | true  | without scheme
            Content-Location: PATH                          | true  | likewise
            Location: https://example.com{PATH}             | false | another scheme
            Location: http://example.com:8080{PATH}         | false | another port
            Location: http://other.example{PATH}            | false | another host
            Location: http://example.com@other.example{PATH} | false | another host, behind a name of a user
            Location: http://[{PATH}                        | false | malformed
            Link: <PATH>                                    | false | another field
            """)
    void whatAnUnsafeMethodInvalidatesBeside(String field, boolean dropped, String rule) {
        try (CacheScripts scripts = new CacheScripts("")) {
            CacheScripts.Script named = scripts.script("Cache-Control: max-age=60");
            CacheScripts.Script posted = scripts.script(
                    "201 " + field.replace("{PATH}", named.path()).replace("PATH", named.path()));
            named.ask("");
            posted.ask("POST Content-Length: 0");
            named.ask("");

            assertThat(named.asked()).as(rule).hasSize(dropped ? 2 : 1);
        }
    }

    /** What comes before an answer, and behind it, is not of it. */
    @Test
    void interimAnswersAreNotStored() {
        try (TestBackend backend = TestBackend.answering(
                        request -> "HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\nCache-Control: max-age=600\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok");
                TestGateway gateway = TestGateway.start(
                        """
                        weir: 1
                        listeners: [ { name: public, address: 127.0.0.1:0 } ]
                        upstreams: [ { name: origin, endpoints: [ "%s" ] } ]
                        policies: [ { name: cache, cache: {} } ]
                        routes: [ { name: all, match: { path: /** }, policies: [ cache ], to: origin } ]
                        """
                                .formatted(backend.address()));
                WireClient client = gateway.client()) {
            assertThat(client.get("/a").status()).isEqualTo(103);
            assertThat(client.answer().status()).isEqualTo(200);
            WireMessage hit = client.get("/a");

            assertThat(hit.status()).isEqualTo(200);
            assertThat(hit.field("Cache-Status")).contains("weir; hit; ttl=60");
            assertThat(backend.requests()).hasSize(1);
        }
    }
}
