package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attempts that fail, and what another endpoint makes of it. */
@ExtendWith(NoLeaks.class)
final class RetryOnTheWireTest {
    private static TestBackend resetting() {
        return TestBackend.playing(connection -> {
            connection.request();
            connection.reset();
        });
    }

    private static String request(String method, String body) {
        return method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static TestGateway gateway(TestBackend... backends) {
        return TestGateway.single(Documents.to(backends).toString());
    }

    @EveryTransport
    void aRefusedConnectionIsTriedElsewhereForAnyMethod(Transport transport) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        transport,
                        Documents.toAddresses("127.0.0.1:1", backend.address()).toString());
                WireClient client = gateway.client()) {
            for (String method : new String[] {"GET", "POST", "PATCH", "M-SEARCH"}) {
                for (int i = 0; i < 2; i++) {
                    assertThat(client.send(request(method, "hello")).answer().status())
                            .as(method)
                            .isEqualTo(200);
                    assertThat(backend.request().body()).isEqualTo("hello");
                }
            }
        }
    }

    @EveryTransport
    void anIdempotentRequestIsRepeatedWithItsBodyAfterAReset(Transport transport) {
        try (TestBackend bad = resetting();
                TestBackend good = TestBackend.saying("ok");
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(bad, good).toString());
                WireClient client = gateway.client()) {
            String body = "x".repeat(40_000);
            for (int i = 1; i <= 4; i++) {
                assertThat(client.send(request("PUT", body)).answer().body()).isEqualTo("ok");
                assertThat(good.requests()).hasSize(i);
                assertThat(good.request().body()).isEqualTo(body);
            }
            assertThat(bad.requests()).isNotEmpty();
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aRequestThatIsNotIdempotentIsSentOnce() {
        try (TestBackend one = resetting();
                TestBackend other = resetting();
                TestGateway gateway = gateway(one, other);
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(request("POST", "hi")).answer();
            assertThat(answer.problem()).isEqualTo("connection-lost");
            assertThat(one.requests().size() + other.requests().size()).isEqualTo(1);
        }
    }

    @Test
    void aBodyThatIsTooLargeToBeKeptIsSentOnce() {
        try (TestBackend one = resetting();
                TestBackend other = resetting();
                TestGateway gateway = gateway(one, other);
                WireClient client = gateway.client()) {
            WireMessage answer =
                    client.send(request("PUT", "x".repeat(200_000))).answer();
            assertThat(answer.problem()).isEqualTo("connection-lost");
            assertThat(one.requests().size() + other.requests().size()).isEqualTo(1);
        }
    }

    @Test
    void nothingIsRepeatedOnceTheAnswerHasBegun() {
        TestBackend.Script half = connection -> {
            connection.request();
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        };
        try (TestBackend one = TestBackend.playing(half);
                TestBackend other = TestBackend.playing(half);
                TestGateway gateway = gateway(one, other);
                WireClient client = gateway.client()) {
            client.send(request("GET", ""));
            assertThat(client.toTheEnd()).startsWith("HTTP/1.1 200 OK").endsWith("half");
            assertThat(one.requests().size() + other.requests().size()).isEqualTo(1);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void eachEndpointIsTriedOnceAndTheLastFailureIsAnswered() {
        try (TestBackend one = resetting();
                TestBackend other = resetting();
                TestGateway gateway = gateway(one, other);
                WireClient client = gateway.client()) {
            assertThat(client.send(request("GET", "")).answer().problem()).isEqualTo("connection-lost");
            assertThat(one.requests()).hasSize(1);
            assertThat(other.requests()).hasSize(1);
            Await.until(() -> "recorded", () -> !gateway.ended().isEmpty());
            assertThat(gateway.ended().get(0).retries()).isEqualTo(1);
        }
    }

    @Test
    void noMoreAttemptsAreMadeThanConfigured() {
        TestBackend[] backends = {resetting(), resetting(), resetting(), resetting()};
        try (TestGateway gateway = gateway(backends);
                WireClient client = gateway.client()) {
            assertThat(client.send(request("GET", "")).answer().problem()).isEqualTo("connection-lost");
            int attempts = 0;
            for (TestBackend backend : backends) {
                attempts += backend.requests().size();
            }
            assertThat(attempts).as("one and two more").isEqualTo(3);
        } finally {
            for (TestBackend backend : backends) {
                backend.close();
            }
        }
    }

    private static final String BUSY = "HTTP/1.1 503 Busy\r\nContent-Length: 4\r\nX-From: backend\r\n\r\nbusy";

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStatusIsRetriedIfItIsConfigured(boolean configured) {
        try (TestBackend busy = TestBackend.answering(request -> BUSY);
                TestBackend good = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.single(Documents.to(busy, good)
                        .upstream(configured ? "retry: { on: [connect-failure, 503] }" : "retry: { attempts: 2 }")
                        .toString());
                WireClient client = gateway.client()) {
            int refused = 0;
            for (int i = 0; i < 4; i++) {
                refused += client.get("/").status() == 503 ? 1 : 0;
            }
            assertThat(refused).isEqualTo(configured ? 0 : 2);
            assertThat(busy.requests()).hasSize(2);
        }
    }

    @Test
    void anAnswerThatCannotBeRetriedAnywhereIsPassedOn() {
        try (TestBackend busy = TestBackend.answering(request -> BUSY);
                TestGateway gateway = TestGateway.single(
                        Documents.to(busy).upstream("retry: { on: [503] }").toString());
                WireClient client = gateway.client()) {
            WireMessage answer = client.get("/");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("X-From")).as("the backend's own answer").contains("backend");
            assertThat(busy.requests()).hasSize(1);
            client.send(request("POST", "hi"));
            assertThat(client.answer().body()).isEqualTo("busy");
        }
    }

    @Test
    void theLastOfSeveralSuchAnswersIsPassedOn() {
        try (TestBackend one = TestBackend.answering(request -> BUSY);
                TestBackend other = TestBackend.answering(request -> BUSY);
                TestGateway gateway = TestGateway.single(Documents.to(one, other)
                        .upstream("retry: { on: [503] }")
                        .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").body()).isEqualTo("busy");
            assertThat(one.requests()).hasSize(1);
            assertThat(other.requests()).hasSize(1);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @EveryTransport
    void aKeptConnectionThatDiedUnnoticedCostsNothingEvenWithOneEndpoint(Transport transport) {
        AtomicInteger served = new AtomicInteger();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    for (int i = 0; i < 2; i++) {
                        connection.request();
                        if (i == 1) {
                            connection.reset();
                            return;
                        }
                        connection.write(TestBackend.ok("" + served.incrementAndGet()));
                    }
                });
                TestGateway gateway = TestGateway.start(
                        transport,
                        1,
                        io.weir.node.testkit.FakePorts.NO_LIMITS,
                        Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            for (int i = 1; i <= 10; i++) {
                assertThat(client.get("/").body()).isEqualTo("" + i);
            }
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aKeptConnectionThatTheBackendClosedInOrderIsNotUsed() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(TestBackend.ok("ok"));
                });
                TestGateway gateway = gateway(backend);
                WireClient client = gateway.client()) {
            for (int i = 1; i <= 5; i++) {
                assertThat(client.send(request("GET", "")).answer().body()).isEqualTo("ok");
                Await.until(() -> "closed", () -> backend.open() == 0);
            }
            assertThat(backend.requests()).hasSize(5);
        }
    }

    @Test
    void retriesStayWithinTheirBudget() {
        int clients = 12;
        try (TestBackend slow = TestBackend.playing(TestBackend.Connection::waitForTheEnd);
                TestBackend bad = TestBackend.answering(request -> "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n");
                TestGateway gateway = TestGateway.single(Documents.to(bad, slow)
                        .upstream("retry: { attempts: 1, on: [503], budget: 0% }")
                        .toString())) {
            WireClient[] open = new WireClient[clients];
            for (int i = 0; i < clients; i++) {
                open[i] = gateway.client().send(request("GET", ""));
            }
            // Half of them meet the bad endpoint first; three may wait at the slow one on a retry, no more.
            Await.until(
                    () -> gateway.ended().size() + " ended",
                    () -> gateway.ended().size() == clients / 2 - 3);
            assertThat(gateway.ended()).allMatch(ended -> ended.status() == 503 && ended.retries() == 0);
            Await.until(() -> "all there", () -> gateway.inFlight() == clients / 2 + 3);
            for (WireClient client : open) {
                client.close();
            }
            Await.until(() -> "nothing left", () -> gateway.inFlight() == 0);
        }
    }
}
