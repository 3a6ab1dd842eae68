package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.outbound.OutboundCalls;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.SwitchedRevocations;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.TestIssuer;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Others who decide about requests: introspection, forward-auth. */
class DecidersOnTheWireTest {
    private final TestIssuer issuer = TestIssuer.start();
    private final TestBackend backend = TestBackend.saying("in");
    private final SwitchedRevocations revocations = new SwitchedRevocations();
    private final ExecutorService workers = Executors.newFixedThreadPool(2);

    @AfterEach
    void close() {
        issuer.close();
        backend.close();
        workers.shutdownNow();
    }

    private TestGateway gateway(String credential) {
        return TestGateway.start(
                FakePorts.asking(
                        new OutboundCalls(),
                        ref -> (TestIssuer.SECRET + "\n").getBytes(StandardCharsets.UTF_8),
                        revocations,
                        workers),
                Documents.to(backend)
                        .route("policies: [in]")
                        .more("policies: [{ name: in, authenticate: { any-of: [{ " + credential + " }] } }]")
                        .toString());
    }

    private String introspection(String more) {
        return "introspection: { endpoint: \"" + issuer.issuer() + TestIssuer.INTROSPECT + "\", client-id: \""
                + TestIssuer.CLIENT + "\", client-secret: \"env:SECRET\"" + more + " }";
    }

    private static WireMessage ask(WireClient client, String token) {
        return client.get("/", "Authorization: Bearer " + token + "\r\n");
    }

    private static Map<String, Object> active(Object... more) {
        Map<String, Object> answer = new HashMap<>(Map.of(
                "active",
                true,
                "sub",
                "ann",
                "scope",
                "read",
                "exp",
                Instant.now().getEpochSecond() + 600));
        for (int i = 0; i < more.length; i += 2) {
            answer.put((String) more[i], more[i + 1]);
        }
        return answer;
    }

    @Test
    void anActiveTokenLetsInAndIsAskedAboutOnce() {
        try (TestGateway gateway = gateway(introspection(", audience: orders"));
                WireClient client = gateway.client()) {
            String token = issuer.opaque(active("aud", List.of("orders")));
            for (int i = 0; i < 3; i++) {
                assertThat(ask(client, token).status()).isEqualTo(200);
                assertThat(backend.request().field("X-Consumer-Name")).contains("ann");
                assertThat(backend.request().field("Authorization")).isEmpty();
            }
            assertThat(issuer.asked(TestIssuer.INTROSPECT)).isEqualTo(1);
            issuer.forget(token);
            assertThat(ask(client, token).status()).as("believed for a while").isEqualTo(200);
            revocations.revoke(Revocations.Kind.CONSUMER, "ann");
            assertThat(ask(client, token).status()).isEqualTo(401);
        }
    }

    @Test
    void withoutACacheEveryRequestAsks() {
        try (TestGateway gateway = gateway(introspection(", cache: 0"));
                WireClient client = gateway.client()) {
            String token = issuer.opaque(active());
            assertThat(ask(client, token).status()).isEqualTo(200);
            assertThat(ask(client, token).status()).isEqualTo(200);
            issuer.forget(token);
            assertThat(ask(client, token).status()).isEqualTo(401);
            assertThat(issuer.asked(TestIssuer.INTROSPECT)).isEqualTo(3);
        }
    }

    @Test
    void aTokenThatIsNotActiveNotForUsOrOverIsWrongAndNotAskedAboutAgain() {
        try (TestGateway gateway = gateway(introspection(", audience: orders, issuer: id"));
                WireClient client = gateway.client()) {
            List<String> bad = List.of(
                    "unknown",
                    issuer.opaque(Map.of("active", false, "sub", "ann", "aud", "orders")),
                    issuer.opaque(active("aud", "others")),
                    issuer.opaque(active("aud", "orders", "iss", "other")),
                    issuer.opaque(active("aud", "orders", "exp", 5)),
                    issuer.opaque(active("aud", "orders", "nbf", Instant.now().getEpochSecond() + 600)));
            for (String token : bad) {
                for (int i = 0; i < 2; i++) {
                    WireMessage answer = ask(client, token);
                    assertThat(answer.status()).as(token).isEqualTo(401);
                    assertThat(answer.field("WWW-Authenticate"))
                            .contains("Bearer realm=\"weir\", error=\"invalid_token\"");
                }
            }
            assertThat(issuer.asked(TestIssuer.INTROSPECT)).isEqualTo(bad.size());
            assertThat(backend.requests()).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"ERROR_500", "GARBAGE", "SILENT"})
    void aServerThatFailsLetsNobodyInAndNobodyIsToldThatTheTokenIsWrong(TestIssuer.Mood mood) {
        try (TestGateway gateway = gateway(introspection(", timeout: 300ms"));
                WireClient client = gateway.client()) {
            String token = issuer.opaque(active());
            issuer.mood(mood);
            WireMessage answer = ask(client, token);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("authentication-unavailable");
            issuer.mood(TestIssuer.Mood.WELL);
            assertThat(ask(client, token).status()).isEqualTo(200);
        }
    }

    @Test
    void requestsWithTheSameNewTokenWaitForOneAnswer() {
        try (TestGateway gateway = gateway(introspection(", timeout: 4s"))) {
            String token = issuer.opaque(active());
            issuer.mood(TestIssuer.Mood.SILENT);
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                WireClient client = gateway.client();
                clients.add(client.send("GET / HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token + "\r\n\r\n"));
            }
            Await.until(() -> "one question", () -> issuer.asked(TestIssuer.INTROSPECT) == 1);
            issuer.mood(TestIssuer.Mood.WELL);
            clients.forEach(client -> assertThat(client.answer().status()).isEqualTo(200));
            assertThat(issuer.asked(TestIssuer.INTROSPECT)).isEqualTo(1);
            clients.forEach(WireClient::close);
        }
    }

    private static String decider(TestBackend decider, String more) {
        return "forward-auth: { url: \"http://" + decider.address() + "/check?a=b\"" + more + " }";
    }

    private static String answer(int status, String... lines) {
        return "HTTP/1.1 " + status + " X\r\n" + WireMessage.lines(lines).stripLeading()
                + "Content-Length: 3\r\n\r\nyes";
    }

    @Test
    void theDeciderIsToldOfTheRequestAndTellsTheBackend() {
        try (TestBackend decider =
                        TestBackend.answering(request -> answer(200, "X-User: ann", "X-Roles: a, b", "X-Other: x"));
                TestGateway gateway =
                        gateway(decider(decider, ", copy-response-headers: [X-Roles], consumer-header: X-User"));
                WireClient client = gateway.client()) {
            WireMessage got = client.send(WireMessage.lines(
                                    "POST /a%20b?c=d HTTP/1.1",
                                    "Host: shop.example:80",
                                    "Authorization: Basic YTpi",
                                    "Cookie: s=1",
                                    "X-Roles: root",
                                    "X_Roles: root",
                                    "X-Forwarded-Uri: /other",
                                    "X-Mine: m",
                                    "Content-Length: 2",
                                    "")
                            + "hi")
                    .answer();
            assertThat(got.status()).isEqualTo(200);
            WireMessage asked = decider.request();
            assertThat(asked.start()).isEqualTo("GET /check?a=b HTTP/1.1");
            assertThat(asked.field("X-Forwarded-Method")).contains("POST");
            assertThat(asked.field("X-Forwarded-Uri")).contains("/a%20b?c=d");
            assertThat(asked.field("X-Forwarded-Host")).contains("shop.example");
            assertThat(asked.field("X-Forwarded-Proto")).contains("http");
            assertThat(asked.field("X-Forwarded-For")).contains("127.0.0.1");
            assertThat(asked.field("Authorization")).contains("Basic YTpi");
            assertThat(asked.field("Cookie")).contains("s=1");
            assertThat(asked.field("X-Mine")).isEmpty();
            WireMessage forwarded = backend.request();
            assertThat(forwarded.body()).isEqualTo("hi");
            assertThat(forwarded.values("X-Roles")).containsExactly("a, b");
            assertThat(forwarded.values("X_Roles")).isEmpty();
            assertThat(forwarded.field("X-Consumer-Name")).contains("ann");
            assertThat(forwarded.field("Authorization")).isEmpty();
            assertThat(forwarded.field("Cookie")).contains("s=1");
            assertThat(forwarded.field("X-Other")).isEmpty();
        }
    }

    @ParameterizedTest(name = "{0}: {1}, {2}")
    @CsvSource({
        "401, 401, it asks for a credential",
        "403, 403, it says no",
        "302, 302, it sends to a login",
        "429, 429, it has a limit of its own",
        "500, 503, it fails",
        "304, 503, it says nothing about a request that had no condition",
    })
    void whatTheDeciderAnswersIsAnswered(int says, int status, String reason) {
        try (TestBackend decider = TestBackend.answering(request ->
                        answer(says, "Location: /login", "Set-Cookie: a=b", "Set-Cookie: c=d", "X-Inner: x"));
                TestGateway gateway = gateway(decider(decider, ""));
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.field("X-Inner")).isEmpty();
            assertThat(backend.requests()).isEmpty();
            if (status == says) {
                assertThat(answer.body()).isEqualTo("yes");
                assertThat(answer.field("Location")).contains("/login");
                assertThat(answer.values("Set-Cookie")).containsExactly("a=b", "c=d");
            } else {
                assertThat(answer.problem()).isEqualTo("authentication-unavailable");
            }
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"deny, 503", "allow, 200"})
    void aDeciderThatIsDownLetsInOnlyWhereThePolicySaysSo(String whenDown, int status) {
        CountDownLatch end = new CountDownLatch(1);
        try (TestBackend silent = TestBackend.playing(connection -> {
                    connection.request();
                    end.await();
                });
                TestGateway gateway = gateway(decider(silent, ", timeout: 200ms, when-down: " + whenDown));
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).as("silent").isEqualTo(status);
            end.countDown();
        }
        try (TestBackend gone = TestBackend.saying("");
                TestGateway gateway = gateway(decider(gone, ", when-down: " + whenDown));
                WireClient client = gateway.client()) {
            gone.stopListening();
            assertThat(client.get("/").status()).as("gone").isEqualTo(status);
        }
    }
}
