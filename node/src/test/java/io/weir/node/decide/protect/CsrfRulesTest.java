package io.weir.node.decide.protect;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.BrowserPolicy;
import io.weir.node.testkit.Allocations;
import io.weir.node.testkit.TestHead;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests to shop.example.com; pages of app.example.com and of *.trusted.org are listed. */
final class CsrfRulesTest {
    private static final List<String> LISTED = List.of("https://app.example.com", "https://*.trusted.org");
    private static final CsrfRules RULES = rules(false);

    private static CsrfRules rules(boolean require) {
        return new CsrfRules(new BrowserPolicy.Csrf("csrf", LISTED, require));
    }

    private static TestHead head(String method, String host, String fields) {
        String lines = fields == null ? "" : fields.replace("; ", "\r\n") + "\r\n";
        return TestHead.of(method + " /x HTTP/1.1\r\nHost: " + host + "\r\n" + lines);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}, {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            POST   | plain  | Sec-Fetch-Site: same-origin                                     | FINE    | the browser says so
            POST   | plain  | Sec-Fetch-Site: none                                            | FINE    | no page, but somebody at the browser
            POST   | plain  | Sec-Fetch-Site: same-origin; Origin: null                       | FINE    | a page that hides its origin
            POST   | plain  | Sec-Fetch-Site: cross-site                                      | FOREIGN | the browser says so
            POST   | plain  | Sec-Fetch-Site: same-site                                       | FOREIGN | a sibling is another origin
            POST   | plain  | Sec-Fetch-Site: cross-site; Origin: https://shop.example.com    | FOREIGN | it was sent around over another origin
            POST   | plain  | Sec-Fetch-Site: cross-site; Origin: https://app.example.com     | FINE    | a listed one
            POST   | plain  | Sec-Fetch-Site: same-site; Origin: https://a.trusted.org        | FINE    | one of a listed pattern
            POST   | plain  | Sec-Fetch-Site: new-word                                        | FOREIGN | a word that is not known promises nothing
            POST   | plain  | Sec-Fetch-Site: same-origin; Sec-Fetch-Site: cross-site         | FOREIGN | two opinions
            PUT    | plain  | Sec-Fetch-Site: cross-site                                      | FOREIGN | every unsafe method
            DELETE | plain  | Sec-Fetch-Site: cross-site                                      | FOREIGN | every unsafe method
            PATCH  | plain  | Sec-Fetch-Site: cross-site                                      | FOREIGN | every unsafe method
            PURGE  | plain  | Sec-Fetch-Site: cross-site                                      | FOREIGN | also one that nobody knows
            get    | plain  | Sec-Fetch-Site: cross-site                                      | FOREIGN | methods are in capitals
            GET    | plain  | Sec-Fetch-Site: cross-site                                      | FINE    | safe methods change nothing
            HEAD   | plain  | Origin: https://evil.org                                        | FINE    | safe methods change nothing
            OPTIONS| plain  | Origin: https://evil.org                                        | FINE    | safe methods change nothing
            POST   | tls    | Origin: https://shop.example.com                                | FINE    | the own origin
            POST   | tls    | Origin: http://shop.example.com                                 | FOREIGN | somebody on the network may write such a page
            POST   | plain  | Origin: http://shop.example.com                                 | FINE    | the own origin
            POST   | plain  | Origin: https://shop.example.com                                | FINE    | TLS may end before the gateway
            POST   | plain  | Origin: ftp://shop.example.com                                  | FOREIGN | no page comes from there
            POST   | tls    | Origin: https://shop.example.com:8443                           | FOREIGN | another port
            POST   | tls    | Origin: https://shop.example.com.evil.org                       | FOREIGN | only begins like it
            POST   | tls    | Origin: https://evilshop.example.com                            | FOREIGN | only ends like it
            POST   | tls    | Origin: https://                                                | FOREIGN | no host at all
            POST   | tls    | Origin: null                                                    | FOREIGN | a page without an origin
            POST   | tls    | Origin: https://app.example.com                                 | FINE    | listed
            POST   | tls    | Origin: https://shop.example.com; Origin: https://evil.org      | FOREIGN | two of them are none
            POST   | tls    | Origin: https://evil.org; Referer: https://shop.example.com/    | FOREIGN | the origin counts where there is one
            POST   | tls    | Referer: https://shop.example.com/cart?x=1                      | FINE    | an old browser on the own page
            POST   | tls    | Referer: https://shop.example.com                               | FINE    | only its origin
            POST   | tls    | Referer: https://shop.example.com?x                             | FINE    | no path
            POST   | tls    | Referer: https://a.trusted.org/x                                | FINE    | a listed page
            POST   | tls    | Referer: https://evil.org/https://shop.example.com/             | FOREIGN | another page
            POST   | tls    | Referer: https://shop.example.com@evil.org/                     | FOREIGN | a user's name is no host
            POST   | tls    | Referer: https://evil.org#https://shop.example.com/             | FOREIGN | another page
            POST   | tls    | Referer: about:blank                                            | FOREIGN | no page of ours
            POST   | tls    | Referer: https://shop.example.com/; Referer: https://evil.org/  | FOREIGN | two of them are none
            POST   | tls    |                                                                 | FINE    | no browser
            """)
    void whereARequestComesFrom(String method, String how, String fields, CsrfRules.Verdict verdict, String reason) {
        TestHead head = head(method, "shop.example.com", fields);
        assertThat(RULES.of(head, how.equals("tls"))).as(reason).isEqualTo(verdict);
    }

    @ParameterizedTest(name = "{0} for {1}: {2}, {3}")
    @CsvSource({
        "shop.example.com:443 , https://shop.example.com     , FINE   , origins leave out the default port",
        "shop.example.com:8443, https://shop.example.com:8443, FINE   , and say another one",
        "shop.example.com:8443, https://shop.example.com     , FOREIGN, which counts",
        "shop.example.com:80  , https://shop.example.com     , FOREIGN, the default port of another scheme",
        "[::1]:8443           , https://[::1]:8443           , FINE   , an address",
        "''                   , https://                     , FOREIGN, no host"
    })
    void theOwnOriginHasThePortOfTheHost(String host, String origin, CsrfRules.Verdict verdict, String reason) {
        assertThat(RULES.of(head("POST", host, "Origin: " + origin), true))
                .as(reason)
                .isEqualTo(verdict);
    }

    @Test
    void thatSomebodySaysCanBeRequired() {
        TestHead silent = head("POST", "a", "X-A: 1");
        assertThat(rules(true).of(silent, true)).isEqualTo(CsrfRules.Verdict.UNKNOWN);
        assertThat(rules(true).of(head("POST", "a", "Origin: https://a"), true)).isEqualTo(CsrfRules.Verdict.FINE);
        assertThat(rules(true).of(head("GET", "a", "X-A: 1"), true)).isEqualTo(CsrfRules.Verdict.FINE);
    }

    /** Whatever is in the fields: only the words and origins that are meant to pass do. */
    @Test
    void nothingMadeUpPasses() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] parts = {"https://", "http://", "shop.example.com", "evil.org", ":443", "/", "@", "#", "?", ".", "null"
        };
        for (int i = 0; i < 20_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int count = random.nextInt(5); count > 0; count--) {
                value.append(parts[random.nextInt(parts.length)]);
            }
            String name = random.nextBoolean() ? "Origin" : "Referer";
            String ours = name.equals("Origin") ? "" : "([/?#].*)?";
            boolean good = value.toString().matches("https://shop\\.example\\.com" + ours);
            assertThat(RULES.of(head("POST", "shop.example.com", name + ": " + value), true))
                    .as("%s: %s, seed %d", name, value, seed)
                    .isEqualTo(good ? CsrfRules.Verdict.FINE : CsrfRules.Verdict.FOREIGN);
        }
    }

    @Test
    void aVerdictAllocatesNothing() {
        TestHead head = head("POST", "shop.example.com", "Origin: https://a.trusted.org");
        assertThat(Allocations.leastOf(() -> RULES.of(head, true))).isZero();
    }
}
