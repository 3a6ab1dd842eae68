package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.filter.CompilerPorts;
import io.weir.node.outbound.OutboundCalls;
import io.weir.node.state.Revocations;
import io.weir.node.state.Sealing;
import io.weir.node.state.Stager;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.SwitchedRevocations;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestBrowser;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.TestIssuer;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** People log in at an issuer that checks everything a client has to show. */
class LoginsOnTheWireTest {
    private final TestIssuer issuer = TestIssuer.start();
    private final TestBackend backend = TestBackend.saying("page");
    private final SwitchedRevocations revocations = new SwitchedRevocations();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);
    private final TestBrowser browser = new TestBrowser();

    @AfterEach
    void close() {
        issuer.close();
        backend.close();
        workers.shutdownNow();
    }

    private String document(String more) {
        return Documents.to(backend)
                .route("policies: [in]")
                .more("policies: [{ name: in, authenticate: { any-of: [{ oidc: { issuer: \"" + issuer.issuer()
                        + "\", client-id: \"" + TestIssuer.CLIENT
                        + "\", client-secret: \"env:SECRET\", groups-claim: roles" + more + " } }],"
                        + " forward: { X-Session: \"{claim.weir-session}\", X-Email: \"{claim.email}\" } } }]")
                .toString();
    }

    private TestGateway gateway(String more) {
        return TestGateway.start(
                FakePorts.asking(
                        new OutboundCalls(),
                        ref -> TestIssuer.SECRET.getBytes(StandardCharsets.UTF_8),
                        revocations,
                        workers),
                document(more));
    }

    private static String url(TestGateway gateway, String path) {
        return "http://127.0.0.1:" + gateway.address("public").getPort() + path;
    }

    private TestBrowser.Cookie session() {
        return browser.cookies().stream()
                .filter(cookie -> cookie.name().equals("weir-session"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whoWantsAPageLogsInAndIsThenWhereSheWantedToBe() {
        try (TestGateway gateway = gateway(", claims: [email], scopes: [openid, email]")) {
            HttpResponse<String> page = browser.visit(url(gateway, "/shop?item=7&x=%20"));
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.body()).isEqualTo("page");
            assertThat(browser.hops())
                    .extracting(URI::getPath)
                    .containsExactly("/shop", "/authorize", "/.weir/oidc/callback", "/shop");
            WireMessage request = backend.request();
            assertThat(request.target()).isEqualTo("/shop?item=7&x=%20");
            assertThat(request.field("X-Consumer-Name")).contains("ann");
            assertThat(request.field("X-Consumer-Groups")).contains("staff");
            assertThat(request.field("X-Email")).contains("ann@example.com");
            assertThat(request.field("Cookie").orElse("")).doesNotContain("weir-session");
            assertThat(browser.visit(url(gateway, "/again")).statusCode()).isEqualTo(200);
            assertThat(browser.hops()).hasSize(1);
            assertThat(browser.script(url(gateway, "/data")).statusCode()).isEqualTo(200);
            assertThat(browser.cookies()).as("nothing is left of the login").hasSize(1);
            assertThat(session().marks()).contains("HttpOnly", "SameSite=Lax").doesNotContain("Secure");
        }
    }

    @Test
    void programsAreNotSentToALogin() {
        try (TestGateway gateway = gateway("")) {
            for (HttpRequest.Builder request : List.of(
                    HttpRequest.newBuilder().GET(),
                    HttpRequest.newBuilder().header("Accept", "application/json"),
                    HttpRequest.newBuilder().header("Accept", "text/html").header("Sec-Fetch-Mode", "cors"),
                    HttpRequest.newBuilder()
                            .header("Accept", "text/html")
                            .POST(HttpRequest.BodyPublishers.ofString("a=b")))) {
                HttpResponse<String> answer = browser.send(request.uri(URI.create(url(gateway, "/"))));
                assertThat(answer.statusCode()).isEqualTo(401);
                assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Cookie realm=\"weir\"");
                assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
            }
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void aLoginThatBeganAtOneNodeEndsAtAnother() {
        try (TestGateway one = gateway("");
                TestGateway two = gateway("")) {
            HttpResponse<String> toIssuer = browser.step(url(one, "/shop"));
            HttpResponse<String> back =
                    browser.step(toIssuer.headers().firstValue("Location").orElseThrow());
            String callback = back.headers().firstValue("Location").orElseThrow();
            String onTwo = callback.replace(
                    ":" + one.address("public").getPort(),
                    ":" + two.address("public").getPort());
            assertThat(browser.step(onTwo).statusCode()).isEqualTo(302);
            assertThat(browser.step(url(two, "/shop")).statusCode()).isEqualTo(200);
            assertThat(browser.step(url(one, "/shop")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAnswerOfTheIssuerIsOfUseOnceAndOnlyToTheBrowserThatAsked() {
        try (TestGateway gateway = gateway("")) {
            HttpResponse<String> toIssuer = browser.step(url(gateway, "/shop"));
            String callback = browser.step(
                            toIssuer.headers().firstValue("Location").orElseThrow())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            HttpResponse<String> other = new TestBrowser().step(callback);
            assertThat(other.statusCode()).as("another browser's").isEqualTo(403);
            assertThat(other.body()).contains("urn:weir:problem:login-failed");
            assertThat(browser.step(callback.replaceAll("state=.", "state=!")).statusCode())
                    .isEqualTo(403);
            assertThat(browser.step(callback.replaceAll("iss=[^&]*", "iss=https://evil.example"))
                            .statusCode())
                    .as("another issuer's (RFC 9207)")
                    .isEqualTo(403);
            assertThat(browser.step(callback).statusCode())
                    .as("its cookie is gone")
                    .isEqualTo(403);
            assertThat(backend.requests()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "/.weir/oidc/callback",
        "/.weir/oidc/callback?error=access_denied&state=AAAAAAAAAAAAAAAAAAAAAA",
        "/.weir/oidc/callback?code=x&state=AAAAAAAAAAAAAAAAAAAAAA",
        "/.weir/oidc/callback?code=x&state=%0d%0aSet-Cookie:x=y",
    })
    void aCallbackWithoutALoginIsRefused(String path) {
        try (TestGateway gateway = gateway("")) {
            HttpResponse<String> answer = browser.step(url(gateway, path));
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
    }

    static Stream<Arguments> lies() {
        return Stream.of(
                Arguments.of("another login's nonce", with("nonce", "other")),
                Arguments.of("no nonce", without("nonce")),
                Arguments.of("for another client", with("aud", "other")),
                Arguments.of("of another issuer", with("iss", "https://other.example")),
                Arguments.of("over", with("exp", 5)),
                Arguments.of("for another party", with("azp", "other")),
                Arguments.of("for several, without a party", with("aud", List.of(TestIssuer.CLIENT, "other"))),
                Arguments.of("too much for a cookie", with("roles", List.of("r".repeat(5000)))));
    }

    private static UnaryOperator<Map<String, Object>> with(String name, Object value) {
        return claims -> {
            Map<String, Object> changed = new HashMap<>(claims);
            changed.put(name, value);
            return changed;
        };
    }

    private static UnaryOperator<Map<String, Object>> without(String name) {
        return claims -> {
            Map<String, Object> changed = new HashMap<>(claims);
            changed.remove(name);
            return changed;
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("lies")
    void anIdTokenThatIsNotForThisLoginIsRefused(String reason, UnaryOperator<Map<String, Object>> lie) {
        issuer.logins().idTokens(lie);
        try (TestGateway gateway = gateway("")) {
            HttpResponse<String> answer = browser.visit(url(gateway, "/shop"));
            assertThat(answer.statusCode()).as(reason).isEqualTo(403);
            assertThat(browser.cookies()).isEmpty();
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void aSessionThatWasTouchedIsNone() {
        try (TestGateway gateway = gateway("")) {
            browser.visit(url(gateway, "/shop"));
            String good = session().value();
            for (int at = 0; at < good.length(); at += 7) {
                char other = good.charAt(at) == 'A' ? 'B' : 'A';
                browser.replace("weir-session", good.substring(0, at) + other + good.substring(at + 1));
                assertThat(browser.script(url(gateway, "/")).statusCode())
                        .as("at " + at)
                        .isEqualTo(401);
            }
            browser.replace("weir-session", "x".repeat(5000));
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(401);
            browser.replace("weir-session", good);
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSessionOfOnePolicyIsNoneOfAnother() {
        try (TestGateway gateway = gateway("")) {
            browser.visit(url(gateway, "/shop"));
            gateway.change(document("").replace("\"" + TestIssuer.CLIENT + "\"", "other"));
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(401);
            gateway.change(document(""));
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aSessionThatIsRevokedEndsAndSoDoAllOfAConsumer() {
        try (TestGateway gateway = gateway("")) {
            browser.visit(url(gateway, "/shop"));
            String id = backend.request().field("X-Session").orElseThrow();
            revocations.revoke(Revocations.Kind.SESSION, id);
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(401);
            browser.visit(url(gateway, "/shop"));
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(200);
            revocations.revoke(Revocations.Kind.CONSUMER, "ann");
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(401);
        }
    }

    @Test
    void whoLogsOutIsOut() {
        try (TestGateway gateway = gateway(", logout: /bye")) {
            browser.visit(url(gateway, "/shop"));
            HttpResponse<String> out = browser.step(url(gateway, "/bye"));
            assertThat(out.statusCode()).isEqualTo(303);
            assertThat(out.headers().firstValue("Location")).contains(url(gateway, "/"));
            assertThat(browser.cookies()).isEmpty();
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(401);
        }
        issuer.logins().endSessions();
        try (TestGateway gateway = gateway("")) {
            browser.visit(url(gateway, "/shop"));
            String location = browser.step(url(gateway, "/logout"))
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            assertThat(location)
                    .startsWith(issuer.issuer() + "/end?")
                    .contains("post_logout_redirect_uri=http%3A%2F%2F127");
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "//evil.example/x, /evil.example/x",
        "/a?to=//evil.example, /a?to=//evil.example",
        "/%2F%2Fevil.example, /%2F%2Fevil.example",
    })
    void nobodyIsSentToAnotherHost(String wanted, String expected) {
        try (TestGateway gateway = gateway("");
                WireClient client = gateway.client()) {
            WireMessage toIssuer = client.get(wanted, "Accept: text/html\r\n");
            String cookie = toIssuer.field("Set-Cookie").orElseThrow().replaceFirst(";.*", "");
            String callback = new TestBrowser()
                    .step(toIssuer.field("Location").orElseThrow())
                    .headers()
                    .firstValue("Location")
                    .orElseThrow();
            WireMessage back = client.get(
                    callback.replaceFirst("http://[^/]*", ""), "Accept: text/html\r\nCookie: " + cookie + "\r\n");
            assertThat(back.field("Location").orElseThrow()).isEqualTo("http://example.com" + expected);
        }
    }

    @Test
    void cookiesAreSecureWhereTheBrowserComesOverTls() {
        try (TestGateway gateway = gateway(", base-url: \"https://shop.example\", session: { cookie: s }")) {
            HttpResponse<String> toIssuer = browser.step(url(gateway, "/shop"));
            assertThat(toIssuer.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("s-")
                    .contains("; Path=/.weir/oidc/callback; Max-Age=600; HttpOnly; SameSite=Lax; Secure");
            assertThat(toIssuer.headers().firstValue("Location").orElseThrow())
                    .contains("redirect_uri=https%3A%2F%2Fshop.example%2F.weir%2Foidc%2Fcallback");
        }
    }

    @Test
    void cookiesCanHaveTheNameThatOtherHostsOfTheSiteCannotGiveThem() {
        try (TestGateway gateway = gateway(", base-url: \"https://shop.example\", session: { cookie: __Host-s }")) {
            HttpResponse<String> toIssuer = browser.step(url(gateway, "/shop"));
            assertThat(toIssuer.headers().firstValue("Set-Cookie").orElseThrow())
                    .startsWith("__Host-s-")
                    .contains("; Path=/; ")
                    .endsWith("; Secure");
        }
    }

    @ParameterizedTest(name = "trusted: {0}, Secure: {1}")
    @CsvSource({"127.0.0.1, true", "10.0.0.1, false"})
    void cookiesAreSecureWhereTheBrowserComesOverTlsToAProxyThatIsTrusted(String trusted, boolean secure) {
        String document = document("").replace("\"127.0.0.1:0\"", "\"127.0.0.1:0\", trusted: [" + trusted + "]");
        assertThat(document).contains("trusted");
        try (TestGateway gateway = TestGateway.start(
                        FakePorts.asking(
                                new OutboundCalls(),
                                ref -> TestIssuer.SECRET.getBytes(StandardCharsets.UTF_8),
                                revocations,
                                workers),
                        document);
                WireClient client = gateway.client()) {
            WireMessage toIssuer = client.get("/shop", "Accept: text/html\r\nX-Forwarded-Proto: https\r\n");
            assertThat(toIssuer.field("Set-Cookie").orElseThrow().contains("; Secure"))
                    .isEqualTo(secure);
            assertThat(toIssuer.field("Location").orElseThrow())
                    .contains("redirect_uri=http" + (secure ? "s" : "") + "%3A%2F%2Fexample.com%2F");
        }
    }

    @Test
    void whileTheIssuerIsDownLoginsWaitAndSessionsGoOn() {
        try (TestGateway gateway = gateway("")) {
            browser.visit(url(gateway, "/shop"));
            issuer.mood(TestIssuer.Mood.ERROR_500);
            assertThat(browser.script(url(gateway, "/")).statusCode()).isEqualTo(200);
            TestBrowser other = new TestBrowser();
            HttpResponse<String> toIssuer = other.step(url(gateway, "/shop"));
            assertThat(toIssuer.statusCode()).isEqualTo(302);
        }
        try (TestGateway gateway = gateway("")) {
            HttpResponse<String> answer = new TestBrowser().step(url(gateway, "/shop"));
            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("authentication-unavailable");
        }
    }

    @Test
    void withoutASecretOfTheClusterSuchADocumentIsRefused() {
        UnaryOperator<CompilerPorts> ports = FakePorts.asking(
                new OutboundCalls(), ref -> new byte[] {'s'}, Sealing.IMPOSSIBLE, revocations, workers);
        assertThatThrownBy(() -> TestGateway.start(ports, document("")).close())
                .isInstanceOf(Stager.StagingException.class)
                .hasMessageContaining("weir.cluster.secret-file");
    }
}
