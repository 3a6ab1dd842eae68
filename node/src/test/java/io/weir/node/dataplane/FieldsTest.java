package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of the fields of requests and answers. */
@ExtendWith(NoLeaks.class)
final class FieldsTest {
    private final TestBackend backend = TestBackend.answering(request -> WireMessage.lines(
            "HTTP/1.1 200 OK",
            "Content-Length: 0",
            "Server: apache",
            "X-Powered-By: php",
            "Connection: keep-alive, x-hop",
            "Keep-Alive: timeout=5",
            "X-Hop: 1",
            "X-Request-Id: other",
            "Via: 1.1 inner",
            "Set-Cookie: a=b",
            "Set-Cookie: c=d",
            ""));

    @AfterEach
    void close() {
        backend.close();
    }

    /** The request as the backend saw it. */
    private WireMessage forwarded(Documents document, String fields) {
        try (TestGateway gateway = TestGateway.start(document.toString());
                WireClient client = gateway.client()) {
            client.get("/a?b=c", fields);
            return backend.request();
        }
    }

    private WireMessage answer(Documents document, String fields) {
        try (TestGateway gateway = TestGateway.start(document.toString());
                WireClient client = gateway.client()) {
            return client.get("/a", fields);
        }
    }

    @Test
    void whatMeansThisHopOnlyEndsHere() {
        WireMessage request = forwarded(
                Documents.to(backend),
                WireMessage.lines(
                        "Connection: keep-alive, X-Secret ,,x-other",
                        "X-Secret: 1",
                        "X-OTHER: 2",
                        "Keep-Alive: 5",
                        "Proxy-Connection: keep-alive",
                        "TE: gzip",
                        "Upgrade: h2c",
                        "Proxy-Authorization: x",
                        "Connection: X-Third",
                        "X-Third: 3",
                        "Cookie: a=b",
                        "X-Kept: 4"));
        assertThat(request.fields()).contains("Cookie: a=b", "X-Kept: 4");
        for (String name : List.of(
                "Connection", "X-Secret", "X-Other", "X-Third", "Keep-Alive", "Proxy-Connection", "TE", "Upgrade")) {
            assertThat(request.values(name)).as(name).isEmpty();
        }
        assertThat(request.values("Proxy-Authorization")).isEmpty();
        assertThat(request.target()).isEqualTo("/a?b=c");
    }

    @Test
    void aConnectionFieldCannotRemoveWhatTheGatewayAnswersFor() {
        WireMessage request = forwarded(
                Documents.to(backend), "Connection: host, x-forwarded-for, content-length, x-request-id, via\r\n");
        assertThat(request.field("Host")).contains("example.com");
        assertThat(request.field("X-Forwarded-For")).contains("127.0.0.1");
        assertThat(request.field("X-Request-Id")).isPresent();
        assertThat(request.field("Via")).contains("1.1 weir");
    }

    @Test
    void anAnswerLosesWhatMeansThatHopOnlyAndGainsViaDateAndTheRequestId() {
        WireMessage answer = answer(Documents.to(backend), "X-Request-Id: mine-1\r\n");
        assertThat(answer.values("Connection")).isEmpty();
        assertThat(answer.values("Keep-Alive")).isEmpty();
        assertThat(answer.values("X-Hop")).isEmpty();
        assertThat(answer.values("X-Request-Id")).containsExactly("mine-1");
        assertThat(answer.values("Via")).containsExactly("1.1 inner", "1.1 weir");
        assertThat(answer.values("Set-Cookie")).containsExactly("a=b", "c=d");
        assertThat(answer.field("Date")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            abc-123,       true
            a,             true
            'a b',         false
            'a"b',         false
            'a\\b',        false
            ä,             false
            '',            false
            """)
    void aSoundRequestIdIsKeptAndAnyOtherMadeAnew(String sent, boolean kept) {
        try (TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            String id = client.get("/", "X-Request-Id: " + sent + "\r\n")
                    .field("X-Request-Id")
                    .orElseThrow();
            assertThat(id.equals(sent)).isEqualTo(kept);
            assertThat(backend.request().values("X-Request-Id")).containsExactly(id);
            Await.until(() -> "recorded", () -> !gateway.ended().isEmpty());
            assertThat(gateway.ended().get(0).requestId()).isEqualTo(id);
            if (!kept) {
                assertThat(id).matches("[0-9a-f]{32}");
            }
        }
    }

    @Test
    void anEndlessRequestIdIsMadeAnew() {
        WireMessage request = forwarded(Documents.to(backend), "X-Request-Id: " + "a".repeat(129) + "\r\n");
        assertThat(request.field("X-Request-Id").orElseThrow()).matches("[0-9a-f]{32}");
    }

    @Test
    void aTraceIsPassedOn() {
        String parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        WireMessage request =
                forwarded(Documents.to(backend), "traceparent: " + parent + "\r\ntracestate: congo=t61rcWkgMzE\r\n");
        assertThat(request.field("traceparent")).contains(parent);
        assertThat(request.field("tracestate")).contains("congo=t61rcWkgMzE");
    }

    private static final String FORGED = WireMessage.lines(
            "X-Forwarded-For: 10.1.1.1",
            "X-Forwarded-Proto: https",
            "X-Forwarded-Host: evil",
            "X-Forwarded-Port: 1",
            "Forwarded: for=10.1.1.1");

    @Test
    void aStrangersWordAboutAddressesIsReplaced() {
        WireMessage request = forwarded(Documents.to(backend), FORGED);
        assertThat(request.field("X-Forwarded-For")).contains("127.0.0.1");
        assertThat(request.field("X-Forwarded-Proto")).contains("http");
        assertThat(request.field("X-Forwarded-Host")).contains("example.com");
        assertThat(request.values("X-Forwarded-Port")).isEmpty();
        assertThat(request.values("Forwarded")).isEmpty();
    }

    @Test
    void whatOnlyAGatewayMaySayIsNotBelievedInAnotherSpellingEither() {
        String lines = WireMessage.lines(
                "X_Forwarded_For: 10.1.1.1",
                "x-forwarded_proto: https",
                "X_Forwarded-Host: evil",
                "Client_Cert: :AAAA:",
                "CLIENT_CERT-CHAIN: :AAAA:",
                "X_Request_Id: mine",
                "X_Other: kept");
        for (String trusted : List.of("trusted: []", "trusted: [127.0.0.0/8]")) {
            WireMessage request = forwarded(Documents.to(backend).listener(trusted), lines);
            assertThat(request.fields())
                    .as(trusted)
                    .contains("X_Other: kept")
                    .noneMatch(field -> !field.startsWith("X_Other") && field.contains("_"));
        }
    }

    @Test
    void aTrustedProxysWordIsAppendedTo() {
        WireMessage request = forwarded(Documents.to(backend).listener("trusted: [127.0.0.0/8]"), FORGED);
        assertThat(request.field("X-Forwarded-For")).contains("10.1.1.1, 127.0.0.1");
        assertThat(request.field("X-Forwarded-Proto")).contains("https");
        assertThat(request.field("X-Forwarded-Host")).contains("evil");
        assertThat(request.field("X-Forwarded-Port")).contains("1");
        assertThat(request.field("Forwarded")).contains("for=10.1.1.1");
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
            "rewrite: { strip-prefix: /a }",                   /a/b?c=d,  /b?c=d
            "rewrite: { strip-prefix: /a }",                   /a,        /
            "rewrite: { strip-prefix: /a }",                   /a?c,      /?c
            "rewrite: { prefix: /a, replacement: /x }",        /a/b,      /x/b
            "rewrite: { prefix: /a, replacement: /x/ }",       /a/b,      /x/b
            "rewrite: { prefix: /a, replacement: / }",         /a/b,      /b
            "rewrite: { prefix: /a, replacement: /x }",        /a,        /x
            """,
            quoteCharacter = '"')
    void pathsAreRewritten(String rewrite, String sent, String forwarded) {
        String route = "  - { name: a, match: { path: /a/** }, to: backend, " + rewrite + " }\n";
        try (TestGateway gateway =
                        TestGateway.start(Documents.to(backend).more(route).toString());
                WireClient client = gateway.client()) {
            client.get(sent);
            assertThat(backend.request().target()).isEqualTo(forwarded);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%61", "/x/../a", "//a", "/./a", "/a/."})
    void whatIsRoutedIsForwarded(String sent) {
        String route = "  - { name: a, match: { path: /a/** }, to: backend, request-headers: { set: { X-A: y } } }\n";
        try (TestGateway gateway =
                        TestGateway.start(Documents.to(backend).more(route).toString());
                WireClient client = gateway.client()) {
            client.get(sent);
            assertThat(backend.request().target()).isIn("/a", "/a/");
            assertThat(backend.request().field("X-A")).contains("y");
        }
    }

    @Test
    void fieldsAreEditedBothWays() {
        Documents document = Documents.to(backend)
                .route("request-headers: { set: { X-Set: new }, add: { X-Add: more }, remove: [X-Gone] }, "
                        + "response-headers: { set: { Server: weir }, remove: [X-Powered-By] }");
        WireMessage request =
                forwarded(document, "x-set: old\r\nX-SET: older\r\nX-Add: one\r\nx-gone: 1\r\nX-Gone: 2\r\n");
        assertThat(request.values("X-Set")).containsExactly("new");
        assertThat(request.values("X-Add")).containsExactly("one", "more");
        assertThat(request.values("X-Gone")).isEmpty();
        WireMessage answer = answer(document, "");
        assertThat(answer.values("Server")).containsExactly("weir");
        assertThat(answer.values("X-Powered-By")).isEmpty();
    }

    @Test
    void redirectsAndFixedAnswersNeedNoBackend() {
        String routes =
                """
                  - { name: old, match: { path: /old/** }, redirect: { status: 308, location: "https://n{path}?{query}" } }
                  - { name: ping, match: { path: /ping }, respond: { status: 201, body: "pöng", content-type: a/b } }
                  - { name: none, match: { path: /none }, respond: { status: 204 } }
                """;
        try (TestGateway gateway =
                        TestGateway.start(Documents.to(backend).more(routes).toString());
                WireClient client = gateway.client()) {
            WireMessage moved = client.get("/old/%61?q=1");
            assertThat(moved.start()).isEqualTo("HTTP/1.1 308 Permanent Redirect");
            assertThat(moved.field("Location")).contains("https://n/old/a?q=1");
            WireMessage fixed = client.get("/ping");
            assertThat(fixed.status()).isEqualTo(201);
            assertThat(fixed.field("Content-Type")).contains("a/b");
            assertThat(fixed.field("Content-Length")).contains("5");
            client.send("HEAD /ping HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.answerToHead().field("Content-Length")).contains("5");
            assertThat(client.get("/none").values("Content-Length")).isEmpty();
            assertThat(backend.requests()).isEmpty();
        }
    }
}
