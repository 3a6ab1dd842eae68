package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.CacheScripts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.WireMessage;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What RFC 9111 asks of a cache that many share, row by row, over real sockets. A row is a first request and its answer, a second request
 * and the answer that the backend would give to it, and what the client then gets: {@code stored}, {@code asked} (the backend's new
 * answer, without conditions of the gateway), or {@code validated} (the backend was asked whether what is stored still holds), with the
 * status where that is not the first's. See docs/caching.md for the sections.
 */
@ExtendWith(NoLeaks.class)
final class CacheRulesTest {
    private static CacheScripts scripts;

    @BeforeAll
    static void start() {
        scripts = new CacheScripts("");
    }

    @AfterAll
    static void stop() {
        scripts.close();
    }

    @ParameterizedTest(name = "{5}: {0} -> {1}, {2} -> {3}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            | Cache-Control: max-age=60 | | | stored | §3 explicit freshness
            | Cache-Control: max-age=60 | HEAD | | stored | §4 HEAD is answered by a GET's answer
            HEAD | Cache-Control: max-age=60 | | | asked | §3 an answer to HEAD is none to GET
            POST Content-Length: 0 | Cache-Control: max-age=60 | | Cache-Control: max-age=60 | asked | §3 POST is not understood by this cache
            OPTIONS | Cache-Control: max-age=60 | OPTIONS | | asked | §3 OPTIONS is not cacheable
            | 206 Cache-Control: max-age=60 ;; Content-Range: bytes 0-5/10 | | | asked 206 | §3 a part is not stored
            | 205 Cache-Control: max-age=60 ;; Content-Length: 0 | | | stored 205 | §3 a final status that says how long it is fresh
            | 299 Cache-Control: max-age=60 | | | stored 299 | §3 a status that is unknown but says how long it is fresh
            | 299 Cache-Control: must-understand, max-age=60 | | | asked 299 | §5.2.2.3 a status that is not understood
            | 200 Cache-Control: must-understand, no-store, max-age=60 | | | stored | §5.2.2.3 no-store is for those who do not understand
            | 299 Cache-Control: must-understand, no-store, max-age=60 | | | asked 299 | §5.2.2.3 neither understood nor to be stored
            | 200 Cache-Control: must-understand, private, max-age=60 | | | asked | §5.2.2.3 private stays private
            | Cache-Control: no-store | | | asked | §5.2.2.5 no-store
            | Cache-Control: NO-STORE, max-age=60 | | | asked | §5.2 names of directives in any case
            | Cache-Control: max-age=60 ;; Cache-Control: no-store | | | asked | §5.2.2.5 on a line of its own
            | Cache-Control: "no-store", max-age=60 | | | stored | §5.2 a quoted word is no directive
            | Cache-Control: x="a, no-store, b", max-age=60 | | | stored | §5.2 a comma within quotes
            | Cache-Control: x="a\\", no-store, b", max-age=60 | | | stored | §5.2 an escaped quote
            | Cache-Control: no-store=0, max-age=60 | | | asked | §5.2.2.5 with an argument that it does not take: the stricter
            | Cache-Control: private | | | asked | §5.2.2.7 private
            | Cache-Control: private, s-maxage=60 | | | asked | §5.2.2.7 also beside s-maxage
            | Cache-Control: private, public, max-age=60 | | | asked | §4.2.1 what contradicts itself: the stricter
            | Cache-Control: private="", max-age=60 | | | asked | §5.2.2.7 names none: all
            | Cache-Control: private=, max-age=60 | | | asked | §5.2.2.7 malformed: all
            | Cache-Control: public ;; Last-Modified: {-9000} | | | stored | §5.2.2.9 public
            | 302 Cache-Control: public ;; Last-Modified: {-9000} | | | stored 302 | §4.2.2 public allows a heuristic for any status
            | 302 Last-Modified: {-9000} | | | asked 302 | §4.2.2 without, only for those that are cacheable by themselves
            | 302 Expires: {+60} | | | stored 302 | §3 Expires
            | 302 Cache-Control: s-maxage=60 | | | stored 302 | §3 s-maxage
            | 500 Cache-Control: max-age=60 | | | stored 500 | §3 an error that says how long it holds
            | 503 Last-Modified: {-9000} | | | asked 503 | §4.2.2 an error that does not
            | 404 Cache-Control: max-age=60 | | | stored 404 | §3 a 404 that says how long it holds
            | X-Nothing: 1 | | | asked | §3 nothing that says it may be
            | Cache-Control: max-age=60 ;; X-Known: 1 ;; Unknown-Field: 2 | | | stored | §3.1 fields that are unknown
            Authorization: x | Cache-Control: max-age=60 | Authorization: x | | asked | §3.5 what is for one
            Authorization: x | Cache-Control: max-age=60, public | Authorization: y | | stored | §3.5 public
            Authorization: x | Cache-Control: max-age=60, must-revalidate | | | stored | §3.5 must-revalidate
            Authorization: x | Cache-Control: s-maxage=60 | | | stored | §3.5 s-maxage
            Authorization: x | Cache-Control: max-age=60, proxy-revalidate | | | asked | §3.5 proxy-revalidate is not among them
            Authorization: x | Expires: {+60} | | | asked | §3.5 Expires
            | Cache-Control: max-age=60 | Authorization: x | | stored | §3.5 what was for all is for those, too
            Cookie: a=b | Cache-Control: max-age=60 | Cookie: c=d | | stored | §3 a cookie of a request alone changes nothing
            """)
    void storing(String first, String answer, String second, String next, String expected, String rule) {
        check(first, answer, second, next, expected, rule);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            200 | stored
            203 | stored
            204 | stored
            300 | stored
            301 | stored
            308 | stored
            404 | stored
            405 | stored
            410 | stored
            414 | stored
            501 | stored
            201 | asked
            202 | asked
            302 | asked
            303 | asked
            307 | asked
            400 | asked
            403 | asked
            418 | asked
            500 | asked
            502 | asked
            504 | asked
            """)
    void statusesThatMayBeFreshWithoutSayingSo(int status, String expected) {
        check("", status + " Last-Modified: {-9000}", "", "", expected + " " + status, "RFC 9110 §15.1");
    }

    @ParameterizedTest(name = "{5}: {0} -> {1}, {2} -> {3}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            | Cache-Control: max-age=60, max-age=0 | | | asked | §4.2.1 twice: the stricter
            | Cache-Control: max-age=0, max-age=60 | | | asked | §4.2.1 in either order
            | Cache-Control: max-age=0 ;; Cache-Control: max-age=60 | | | asked | §4.2.1 on two lines
            | Cache-Control: max-age=0, s-maxage=60 | | | stored | §4.2.1 s-maxage first
            | Cache-Control: max-age=60, s-maxage=0 | | | asked | §4.2.1 s-maxage first
            | Cache-Control: max-age=60, s-maxage=x | | | asked | §4.2.1 malformed: stale
            | Cache-Control: max-age=0 ;; Expires: {+60} | | | asked | §5.3 Expires is ignored beside max-age
            | Cache-Control: max-age=60 ;; Expires: {-60} | | | stored | §5.3 in both directions
            | Cache-Control: s-maxage=60 ;; Expires: {-60} | | | stored | §5.3 beside s-maxage
            | Cache-Control: max-age=003600 | | | stored | §5.2.2.1 zeros before it
            | Cache-Control: max-age="60" | | | stored | §5.2 both forms of an argument
            | Cache-Control: max-age='60' | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age=60.5 | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age=-1 | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age=+60 | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age=a60 | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age=60a | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age= | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age | | | asked | §5.2.2.1 malformed
            | Cache-Control: max-age:60 | | | asked | §5.2 no directive
            | Cache-Control: max-age=99999999999999999999 | | | stored | §1.2.2 more than an integer holds
            | Cache-Control: max-age=2147483648 | | | stored | §1.2.2 the most
            | Cache-Control: ,, ,max-age=60,, | | | stored | §5.2 elements that are empty
            | Cache-Control: extension="max-age=3600", max-age=0 | | | asked | §5.2.3 within an argument of another
            | Cache-Control: max-age=0, extension="max-age=3600" | | | asked | §5.2.3 within an argument of another
            | Cache-Control: immutable, max-age=60 | | | stored | RFC 8246 immutable is no less fresh
            | Cache-Control: immutable | | | asked | RFC 8246 nor more
            | Cache-Control: immutable, max-age=60 | Cache-Control: no-cache | | asked | RFC 8246 §2 who wants it validated gets it
            | Cache-Control: max-age=60, community="UCI", x=1 | | | stored | §5.2.3 unknown directives
            | Cache-Control: no-cache, max-age=60 | | | asked | §5.2.2.4
            | Cache-Control: no-cache, max-age=60 ;; ETag: "a" | | 304 ETag: "a" | validated | §5.2.2.4 asked each time
            | Cache-Control: max-age=60, no-cache="X" ;; X: 1 | | | stored | §5.2.2.4 only the fields
            | Cache-Control: max-age=60, no-transform | | | stored | §5.2.2.6
            | Expires: {+60} | | | stored | §5.3
            | Expires: {-60} | | | asked | §5.3 in the past
            | Date: {-3600} ;; Expires: {-3500} | | | asked | §4.2.1 Expires less Date, and older than that
            | Date: {+3600} ;; Expires: {+3500} | | | asked | §4.2.1 Expires before Date
            | Date: {+3600} ;; Expires: {+3660} | | | stored | §4.2.3 a clock that is ahead makes nothing older
            | Expires: 0 | | | asked | §5.3 malformed: the past
            | Expires: -1 | | | asked | §5.3 malformed
            | Expires: {+60} ;; Expires: {+60} | | | asked | §5.3 twice is malformed
            | Expires: THU, 18 AUG 2050 02:01:18 GMT | | | stored | §4.2 dates in any case
            | Expires: Thu, 18 Aug 2050 02:01:18 gMT | | | stored | §4.2 dates in any case
            | Expires: Thu, 18 Aug 2050 02:01:18 UTC | | | stored | §4.2 UTC is GMT
            | Expires: Thu, 18 Aug 2050 02:01:18 AEST | | | asked | §4.2 other zones are invalid
            | Expires: Thu, 18 Aug 2050 02:01:18 +0000 | | | asked | §4.2 other zones are invalid
            | Expires: Thursday, 18-Aug-50 02:01:18 GMT | | | stored | RFC 9110 §5.6.7 the form of RFC 850
            | Expires: Thu Aug 18 02:01:18 2050 | | | stored | RFC 9110 §5.6.7 the form of asctime
            | Expires: Thu, 18 Aug 50 02:01:18 GMT | | | asked | §5.3 malformed
            | Expires: Thu 18 Aug 2050 02:01:18 GMT | | | asked | §5.3 malformed
            | Expires: Thu, 18  Aug  2050 02:01:18 GMT | | | asked | §5.3 malformed
            | Expires: Thu, 18-Aug-2050 02:01:18 GMT | | | asked | §5.3 malformed
            | Expires: Thu, 18 Aug 2050 02.01.18 GMT | | | asked | §5.3 malformed
            | Expires: Thu, 18 Aug 2050 2:01:18 GMT | | | asked | §5.3 malformed
            | Expires: Thu, 32 Aug 2050 02:01:18 GMT | | | asked | §5.3 malformed
            | Expires: Thu, 18 Aug 2050 25:01:18 GMT | | | asked | §5.3 malformed
            | Expires: Abc, 18 Aug 2050 02:01:18 GMT | | | asked | §5.3 malformed
            | Last-Modified: {-9000} | | | stored | §4.2.2 a heuristic
            | Last-Modified: {+9000} | | | replaced | §4.2.2 in the future
            | Last-Modified: {-9000} ;; Expires: {-60} | | | replaced | §4.2.2 not where something is said
            | Last-Modified: {-9000} ;; Cache-Control: max-age=0 | | | replaced | §4.2.2 not where something is said
            | Last-Modified: yesterday | | | asked | §4.2.2 malformed
            | Cache-Control: max-age=60 ;; Age: 59 | | | stored | §4.2.3
            | Cache-Control: max-age=60 ;; Age: 60 | | | asked | §4.2 fresh while the lifetime is above the age
            | Expires: {+3600} ;; Age: 7200 | | | asked | §4.2.3
            | Cache-Control: max-age=60 ;; Date: {-3600} | | | asked | §4.2.3 as old as its date says
            | Cache-Control: max-age=60 ;; Date: {+3600} | | | stored | §4.2.3 a clock that is ahead
            | Cache-Control: max-age=60 ;; Date: rubbish | | | stored | §4.2.3 a date that is none
            | Cache-Control: max-age=60 ;; Age: abc | | | stored | §5.1 malformed: ignored
            | Cache-Control: max-age=60 ;; Age: -7200 | | | stored | §5.1 malformed: ignored
            | Cache-Control: max-age=60 ;; Age: 7200.0 | | | stored | §5.1 malformed: ignored
            | Cache-Control: max-age=60 ;; Age: 7200, 0 | | | asked | §5.1 the first of several
            | Cache-Control: max-age=60 ;; Age: 0, 7200 | | | stored | §5.1 the first of several
            | Cache-Control: max-age=60 ;; Age: 7200 ;; Age: 0 | | | asked | §5.1 the first of several lines
            | Cache-Control: max-age=60 ;; Age: 99999999999999999999 | | | asked | §1.2.2 more than an integer holds
            """)
    void freshness(String first, String answer, String second, String next, String expected, String rule) {
        check(first, answer, second, next, expected, rule);
    }

    @ParameterizedTest(name = "{5}: {0} -> {1}, {2} -> {3}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            | Cache-Control: max-age=60 | Cache-Control: no-cache | | asked | §5.2.1.4
            | Cache-Control: max-age=60 ;; ETag: "a" | Cache-Control: no-cache | 304 ETag: "a" | validated | §5.2.1.4 asked about is enough
            | Cache-Control: max-age=60 | Cache-Control: x, NO-CACHE | | asked | §5.2.1.4 in any case, among others
            | Cache-Control: max-age=60 | Pragma: no-cache | | asked | §5.4
            | Cache-Control: max-age=60 | Pragma: x, No-Cache | | asked | §5.4 in a list
            | Cache-Control: max-age=60 | Pragma: no-cache ;; Cache-Control: max-stale | | stored | §5.4 Cache-Control counts
            | Cache-Control: max-age=60 | Cache-Control: no-store | | stored | §5.2.1.5 is about storing
            Cache-Control: no-store | Cache-Control: max-age=60 | | | asked | §5.2.1.5
            | Cache-Control: max-age=60 | Cache-Control: max-age=0 | | asked | §5.2.1.1
            | Cache-Control: max-age=60 ;; Age: 30 | Cache-Control: max-age=20 | | asked | §5.2.1.1
            | Cache-Control: max-age=60 ;; Age: 30 | Cache-Control: max-age=40 | | stored | §5.2.1.1
            | Cache-Control: max-age=60 | Cache-Control: max-age=x | | asked | §5.2.1.1 malformed: the stricter
            | Cache-Control: max-age=60 ;; Age: 30 | Cache-Control: min-fresh=20 | | stored | §5.2.1.3
            | Cache-Control: max-age=60 ;; Age: 30 | Cache-Control: min-fresh=40 | | asked | §5.2.1.3
            | Cache-Control: max-age=60 | Cache-Control: min-fresh=x | | asked | §5.2.1.3 malformed: the stricter
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: max-stale | | stored | §5.2.1.2 however stale
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: max-stale=40 | | stored | §5.2.1.2
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: max-stale=20 | | asked | §5.2.1.2
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: max-stale=x | | asked | §5.2.1.2 malformed: the stricter
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: max-stale=40, max-age=80 | | asked | §5.2.1.1 both hold
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: max-stale=40, max-age=100 | | stored | §5.2.1.1 both hold
            | Cache-Control: max-age=60 ;; Age: 90 | | | asked | §4.2.4 stale
            | Cache-Control: max-age=60, must-revalidate ;; Age: 90 | Cache-Control: max-stale | | asked | §5.2.2.2
            | Cache-Control: max-age=60, proxy-revalidate ;; Age: 90 | Cache-Control: max-stale | | asked | §5.2.2.8
            | Cache-Control: s-maxage=60 ;; Age: 90 | Cache-Control: max-stale | | asked | §5.2.2.10
            | Cache-Control: no-cache ;; ETag: "a" | Cache-Control: max-stale | 304 ETag: "a" | validated | §5.2.2.4
            | Cache-Control: max-age=60 | Cache-Control: only-if-cached | | stored | §5.2.1.7
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: only-if-cached | | none | §5.2.1.7 stale
            | Cache-Control: max-age=60 | Cache-Control: only-if-cached, no-cache | | none | §5.2.1.7 both hold
            | Cache-Control: max-age=60 ;; Vary: X | Cache-Control: only-if-cached ;; X: 1 | | none | §5.2.1.7 another variant
            | Cache-Control: no-store | Cache-Control: only-if-cached | | none | §5.2.1.7 nothing stored
            | Cache-Control: max-age=60 | Cache-Control: no-transform | | stored | §5.2.1.6
            | Cache-Control: max-age=60 | Cache-Control: unknown="x, no-cache" | | stored | §5.2.3
            | Cache-Control: max-age=60 ;; Age: 90 | Cache-Control: stale-if-error=60 | 503 | stored | RFC 5861 §4 the client takes it
            | Cache-Control: max-age=60, stale-if-error=60 ;; Age: 90 | | 500 | stored | RFC 5861 §4
            | Cache-Control: max-age=60, stale-if-error=20 ;; Age: 90 | | 500 | asked 500 | RFC 5861 §4 too stale
            | Cache-Control: max-age=60, stale-if-error=60 ;; Age: 90 | | 404 | asked 404 | RFC 5861 §4 no error of the server
            | Cache-Control: max-age=60, stale-if-error=60, must-revalidate ;; Age: 90 | | 503 | asked 503 | §4.2.4
            | Cache-Control: s-maxage=60, stale-if-error=60 ;; Age: 90 | | 503 | asked 503 | §4.2.4
            | Cache-Control: max-age=60 ;; Age: 90 | | 503 | asked 503 | §4.3.3 nobody allowed it
            | Cache-Control: max-age=60 ;; ETag: "a" ;; Age: 90 | | 503 | replaced 503 | §4.3.3 an error is given on
            """)
    void directives(String first, String answer, String second, String next, String expected, String rule) {
        check(first, answer, second, next, expected, rule);
    }

    @ParameterizedTest(name = "{5}: {0} -> {1}, {2} -> {3}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: Foo | Foo: 1 | | stored | §4.1 the same
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: Foo | Foo: 2 | | asked | §4.1 another
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: Foo | | | asked | §4.1 absent is absent
            | Cache-Control: max-age=60 ;; Vary: Foo | Foo: 1 | | asked | §4.1 absent is absent
            | Cache-Control: max-age=60 ;; Vary: Foo | Foo: | | asked | §4.1 empty is not absent
            | Cache-Control: max-age=60 ;; Vary: Foo | | | stored | §4.1 absent in both
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: FOO | foo: 1 | | stored | §4.1 names in any case
            Foo: 1 ;; Bar: 2 | Cache-Control: max-age=60 ;; Vary: Foo | Foo: 1 ;; Bar: 3 | | stored | §4.1 only those named
            Foo: 1 ;; Bar: 2 | Cache-Control: max-age=60 ;; Vary: Foo, Bar | Foo: 1 ;; Bar: 3 | | asked | §4.1 all of those
            Foo: 1 ;; Bar: 2 | Cache-Control: max-age=60 ;; Vary: Foo ;; Vary: Bar | Foo: 1 ;; Bar: 3 | | asked | §4.1 on two lines
            Foo: 1 ;; Foo: 2 | Cache-Control: max-age=60 ;; Vary: Foo | Foo: 1, 2 | | stored | §4.1 lines are joined
            Accept-Language: de, en;q=0.5 | Cache-Control: max-age=60 ;; Vary: Accept-Language | Accept-Language: DE,en; q=0.5 | | stored | §4.1 spaces and case of what is known to be a list
            Foo: 1, 2 | Cache-Control: max-age=60 ;; Vary: Foo | Foo: 1,2 | | asked | §4.1 of what is unknown, spaces may have a meaning
            Foo: 1, 2 | Cache-Control: max-age=60 ;; Vary: Foo | Foo: 2, 1 | | asked | §4.1 the order may have a meaning
            Foo: A | Cache-Control: max-age=60 ;; Vary: Foo | Foo: a | | asked | §4.1 case may have a meaning
            Foo: "a, b" | Cache-Control: max-age=60 ;; Vary: Foo | Foo: "a,b" | | asked | §4.1 spaces within quotes have a meaning
            | Cache-Control: max-age=60 ;; Vary: * | | | asked | §4.1 by anything
            | Cache-Control: max-age=60 ;; Vary: *, * | | | asked | §4.1 by anything
            | Cache-Control: max-age=60 ;; Vary: , * | | | asked | §4.1 by anything
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: *, Foo | Foo: 1 | | asked | §4.1 by anything
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: Foo ;; Vary: * | Foo: 1 | | asked | §4.1 by anything
            | Cache-Control: max-age=60 ;; Vary: | | | stored | §4.1 by nothing
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: a b | Foo: 1 | | asked | §4.1 malformed: by anything
            Foo: 1 | Cache-Control: max-age=60 ;; Vary: "Foo" | Foo: 1 | | asked | §4.1 malformed: by anything
            Accept-Encoding: gzip, br | Cache-Control: max-age=60 ;; Vary: Accept-Encoding | Accept-Encoding: BR;q=0.5,gzip | | stored | §4.1 what is accepted
            Accept-Encoding: gzip | Cache-Control: max-age=60 ;; Vary: Accept-Encoding | Accept-Encoding: gzip;q=0 | | asked | §4.1 what is refused
            | Cache-Control: max-age=60 ;; Vary: Accept-Encoding | Accept-Encoding: identity | | asked | RFC 9110 §12.5.3 absent is anything, identity is nothing
            | Cache-Control: max-age=60 ;; Vary: Accept-Encoding | Accept-Encoding: | | asked | RFC 9110 §12.5.3 empty is nothing
            Accept-Encoding: | Cache-Control: max-age=60 ;; Vary: Accept-Encoding | Accept-Encoding: identity | | stored | RFC 9110 §12.5.3 both take it as it is
            Host: a.example | Cache-Control: max-age=60 | Host: b.example | | asked | §2 the host is of the key
            Host: a.example | Cache-Control: max-age=60 | Host: A.Example | | stored | RFC 9110 §4.2.3 in any case
            Host: a.example | Cache-Control: max-age=60 | Host: a.example:80 | | stored | RFC 9110 §4.2.3 the port that goes without saying
            Host: a.example | Cache-Control: max-age=60 | Host: a.example:8080 | | asked | RFC 9110 §4.2.3 another port
            Host: a.example | Cache-Control: max-age=60 | Host: a.example:443 | | asked | RFC 9110 §4.2.3 another scheme's port
            """)
    void variants(String first, String answer, String second, String next, String expected, String rule) {
        check(first, answer, second, next, expected, rule);
    }

    @ParameterizedTest(name = "{5}: {0} -> {1}, {2} -> {3}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            | Cache-Control: max-age=0 ;; ETag: "a" | | 304 ETag: "a" | validated | §4.3.1 by tag
            | Cache-Control: max-age=0 ;; ETag: W/"a" | | 304 ETag: W/"a" | validated | §4.3.1 by a weak tag
            | Cache-Control: max-age=0 ;; Last-Modified: {-9000} | | 304 | validated | §4.3.1 by date
            | Cache-Control: max-age=0 ;; ETag: "a" ;; Last-Modified: {-9000} | | 304 | validated | §4.3.1 by both
            | Cache-Control: max-age=0 ;; ETag: "a" | | ETag: "b" | replaced | §4.3.3 a whole answer takes its place
            | Cache-Control: max-age=0 ;; ETag: "a" | If-None-Match: "a" | 304 ETag: "a" | validated 304 | §4.3.2 and then the client's own
            | Cache-Control: max-age=0 ;; ETag: "a" | If-None-Match: "b" | 304 ETag: "a" | validated | §4.3.2 which it may not be
            | Cache-Control: max-age=0 ;; ETag: "a" | Range: bytes=0-1 | 304 ETag: "a" | validated 206 | §4.3.1 for a part, the whole is asked about
            | Cache-Control: max-age=0 ;; ETag: "a" | HEAD | 304 ETag: "a" | validated | §4.3.1 for HEAD
            | Cache-Control: max-age=0 ;; ETag: "a" | | 304 ETag: "other" | validated | §4.3.4 about another: given, not renewed
            If-None-Match: "a" | Cache-Control: max-age=60 ;; ETag: "b" | | | stored | §3 a whole answer to a conditional request
            If-Modified-Since: {-60} | Cache-Control: max-age=60 ;; Last-Modified: {-9} | | | stored | §3 a whole answer to a conditional request
            | Cache-Control: max-age=0 | | 304 | asked 304 | §4.3.1 nothing to ask with: a 304 that nobody asked for is the client's
            | Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: "a" | | stored 304 | §4.3.2
            | Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: W/"a" | | stored 304 | §4.3.2 weakly
            | Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: "b", "a" | | stored 304 | §4.3.2 one of them
            | Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: "b" ;; If-None-Match: "a" | | stored 304 | §4.3.2 on two lines
            | Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: "b" | | stored | §4.3.2 none of them
            | Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: * | | stored 304 | RFC 9110 §13.1.2 any
            | Cache-Control: max-age=60 | If-None-Match: * | | stored 304 | RFC 9110 §13.1.2 any, also one without a tag
            | Cache-Control: max-age=60 | If-None-Match: "a" | | stored | §4.3.2 one without a tag
            | Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: a | | stored | RFC 9110 §8.8.3 no tag
            | Cache-Control: max-age=60 ;; ETag: "a" | HEAD If-None-Match: "a" | | stored 304 | §4.3.2 HEAD as well
            404 | 404 Cache-Control: max-age=60 ;; ETag: "a" | If-None-Match: "a" | | stored 404 | RFC 9110 §13.2.1 not of an error
            | Cache-Control: max-age=60 ;; Last-Modified: {-9000} | If-Modified-Since: {-9000} | | stored 304 | §4.3.2
            | Cache-Control: max-age=60 ;; Last-Modified: {-9000} | If-Modified-Since: {-8000} | | stored 304 | §4.3.2
            | Cache-Control: max-age=60 ;; Last-Modified: {-9000} | If-Modified-Since: {-9999} | | stored | §4.3.2
            | Cache-Control: max-age=60 ;; Date: {-10} | If-Modified-Since: {-5} | | stored 304 | §4.3.2 the date stands in
            | Cache-Control: max-age=60 ;; Date: {-10} | If-Modified-Since: {-20} | | stored | §4.3.2 the date stands in
            | Cache-Control: max-age=60 ;; Last-Modified: {-9000} | If-Modified-Since: yesterday | | stored | RFC 9110 §13.1.3 malformed: ignored
            | Cache-Control: max-age=60 ;; Last-Modified: {-9000} | If-Modified-Since: {-1} ;; If-Modified-Since: {-1} | | stored | RFC 9110 §13.1.3 twice: ignored
            | Cache-Control: max-age=60 ;; ETag: "a" ;; Last-Modified: {-9000} | If-None-Match: "b" ;; If-Modified-Since: {-1} | | stored | RFC 9110 §13.2.2 the tag counts
            | Cache-Control: max-age=60 ;; ETag: "a" ;; Last-Modified: {-9000} | If-None-Match: "a" ;; If-Modified-Since: {-99999} | | stored 304 | RFC 9110 §13.2.2 the tag counts
            | Cache-Control: max-age=60 ;; ETag: "a" | If-Match: "b" | 412 | asked 412 | §4.3.2 the backend's to judge
            | Cache-Control: max-age=60 ;; Last-Modified: {-9000} | If-Unmodified-Since: {-99999} | 412 | asked 412 | §4.3.2 the backend's to judge
            If-None-Match: "a" | 304 Cache-Control: max-age=60 ;; ETag: "a" | | Cache-Control: max-age=60 | asked 200 | §3 a 304 that confirms what is not stored
            If-None-Match: "a" | 304 ETag: "a" | If-None-Match: "a" | 304 ETag: "a" | asked 304 | §4.3.2 the client's condition goes to the backend as it is
            """)
    void validation(String first, String answer, String second, String next, String expected, String rule) {
        check("404".equals(first) ? "" : first, answer, second, next, expected, rule);
    }

    @ParameterizedTest(name = "{5}: {0} -> {1}, {2} -> {3}: {4}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            | CDN-Cache-Control: max-age=60 | | | stored | RFC 9213 §2.2
            | CDN-Cache-Control: max-age=60 ;; Cache-Control: no-store | | | stored | RFC 9213 §2.2 in place of Cache-Control
            | CDN-Cache-Control: no-store ;; Cache-Control: max-age=60 | | | asked | RFC 9213 §2.2 in both directions
            | CDN-Cache-Control: max-age=0 ;; Cache-Control: max-age=60 ;; Expires: {+60} | | | asked | RFC 9213 §2.2
            | CDN-Cache-Control: max-age=60 ;; Expires: {-60} | | | stored | RFC 9213 §2.2 in place of Expires
            | CDN-Cache-Control: none ;; Expires: {+60} | | | asked | RFC 9213 §2.2 in place of Expires
            | CDN-Cache-Control: private ;; Cache-Control: max-age=60 | | | asked | RFC 9213 §2.2
            | CDN-Cache-Control: no-cache ;; Cache-Control: max-age=60 | | | asked | RFC 9213 §2.2
            | CDN-Cache-Control: max-age=60, must-revalidate ;; Age: 90 | Cache-Control: max-stale | | asked | RFC 9213 §2.2
            | CDN-Cache-Control: max-age=60 ;; Age: 90 | | | asked | RFC 9213 §2.2 age counts
            | CDN-Cache-Control: max-age=99999999999 | | | stored | RFC 9213 §2.1 large
            | CDN-Cache-Control: foobar, max-age=60 | | | stored | RFC 9213 §2.2 unknown directives
            | CDN-Cache-Control: max-age=60;x=1;y ;; Cache-Control: no-store | | | stored | RFC 9213 §2.1 parameters are ignored
            | CDN-Cache-Control: max-age=0, max-age=60 | | | stored | RFC 8941 §4.2.2 the last counts
            | CDN-Cache-Control: x=1 ;; CDN-Cache-Control: max-age=60 | | | stored | RFC 8941 §4.2 lines are joined
            | CDN-Cache-Control: no-store=?0, max-age=60 | | | stored | RFC 8941 §3.3.6 false is not said
            | CDN-Cache-Control: max-age="60" ;; Cache-Control: no-store | | | asked | RFC 9213 §2.1 of another type: not taken
            | CDN-Cache-Control: max-age=60.0 ;; Cache-Control: no-store | | | asked | RFC 9213 §2.1 of another type: not taken
            | CDN-Cache-Control: max-age=(60) ;; Cache-Control: no-store | | | asked | RFC 9213 §2.1 of another type: not taken
            | CDN-Cache-Control: no-cache="X", max-age=60 ;; X: 1 | | | stored | RFC 9213 §2.1 a string with names
            | CDN-Cache-Control: max-age=60, &&&& ;; Cache-Control: no-store | | | asked | RFC 9213 §2.1 malformed: not there
            | CDN-Cache-Control: MaX-aGe=60 ;; Cache-Control: no-store | | | asked | RFC 8941 §3.1.2 keys are lower case
            | CDN-Cache-Control: max-age =60 ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.2 no space
            | CDN-Cache-Control: max-age= 60 ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.2 no space
            | CDN-Cache-Control: max-age=60, ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.2 a comma at the end
            | CDN-Cache-Control: max-age=60a ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.4 no number
            | CDN-Cache-Control: max-age=1234567890123456 ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.4 a number of 16 digits
            | CDN-Cache-Control: max-age=60, x="a ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.5 an open string
            | CDN-Cache-Control: max-age=60, x="a\\b" ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.5 an escape that is none
            | CDN-Cache-Control: max-age=60, x=:a*: ;; Cache-Control: no-store | | | asked | RFC 8941 §4.2.7 no base64
            | CDN-Cache-Control: ;; Cache-Control: max-age=60 | | | stored | RFC 9213 §2.1 empty: not there
            | CDN-Cache-Control: & ;; Cache-Control: max-age=60 | | | stored | RFC 9213 §2.1 malformed: not there
            | Surrogate-Control: max-age=60 | | | asked | RFC 9213 §2.2 a field that this cache does not look at
            | Other-Cache-Control: no-store ;; Cache-Control: max-age=60 | | | stored | RFC 9213 §2.4 the end of a name makes no target
            """)
    void targeted(String first, String answer, String second, String next, String expected, String rule) {
        check(first, answer, second, next, expected, rule);
    }

    private static void check(String first, String answer, String second, String next, String expected, String rule) {
        CacheScripts.Script script = scripts.script(text(answer), text(next).isEmpty() ? text(answer) : text(next));
        WireMessage before = script.ask(text(first));
        WireMessage after = script.ask(text(second));
        String[] words = expected.split(" ");
        int status = words.length > 1 ? Integer.parseInt(words[1]) : 200;

        assertThat(outcome(script.asked(), after))
                .as("%s: %s then %s", rule, before, after)
                .isEqualTo(words[0]);
        assertThat(after.status()).as(rule).isEqualTo(words[0].equals("none") ? 504 : status);
    }

    private static String text(String column) {
        return column == null ? "" : column;
    }

    private static String outcome(List<WireMessage> asked, WireMessage after) {
        if (after.problem().equals("not-cached")) {
            return asked.size() == 1 ? "none" : "none, and asked";
        }
        if (asked.size() == 1) {
            return "stored";
        }
        String status = after.values("Cache-Status").toString();
        if (after.body().equals("body-1") && status.contains("fwd-status=5")) {
            return "stored";
        }
        if (status.contains("fwd=stale; fwd-status=304") || status.contains("fwd=request; fwd-status=304")) {
            return "validated";
        }
        WireMessage last = asked.get(asked.size() - 1);
        boolean condition = last.field("If-None-Match").isPresent()
                || last.field("If-Modified-Since").isPresent();
        return status.contains("fwd=stale") && condition && after.body().equals("body-2") ? "replaced" : "asked";
    }
}
