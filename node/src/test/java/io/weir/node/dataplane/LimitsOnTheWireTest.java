package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.FakePorts;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections are limited on both sides. */
@ExtendWith(NoLeaks.class)
final class LimitsOnTheWireTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @EveryTransport
    void aListenerRefusesConnectionsBeyondItsLimitAndTakesOthersOnceThereIsRoom(Transport transport) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        transport,
                        Documents.to(backend)
                                .listener("limits: { connections: 2 }")
                                .toString())) {
            WireClient first = gateway.client();
            assertThat(first.get("/").status()).isEqualTo(200);
            WireClient second = gateway.client();
            assertThat(second.get("/").status()).isEqualTo(200);
            WireClient refused = gateway.client();
            WireMessage answer = refused.answer();
            assertThat(answer.status() + " " + answer.problem()).isEqualTo("503 too-many-connections");
            first.close();
            // The refused one still lingers: it must not take the place that has become free.
            Await.until(() -> gateway.connections() + " connections", () -> gateway.connections() == 2);
            try (WireClient third = gateway.client()) {
                assertThat(third.get("/").status()).isEqualTo(200);
            }
            refused.close();
            second.close();
        }
    }

    /** Holds back its answers until it is told otherwise. */
    private static TestBackend holding(CountDownLatch until) {
        return TestBackend.playing(connection -> {
            while (true) {
                connection.request();
                until.await();
                connection.write(TestBackend.ok("ok"));
            }
        });
    }

    @Test
    void exchangesWaitForAFreeConnectionAndTooManyAreRefused() {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = holding(until);
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("limits: { connections: 1, pending: 2 }, timeouts: { connect: 20s }")
                        .toString())) {
            WireClient served = gateway.client().send(GET);
            Await.until(() -> "there", () -> backend.requests().size() == 1);
            WireClient[] waiting = {gateway.client().send(GET), gateway.client().send(GET)};
            Await.until(() -> gateway.inFlight() + " in flight", () -> gateway.inFlight() == 3);
            try (WireClient refused = gateway.client()) {
                WireMessage answer = refused.send(GET).answer();
                assertThat(answer.status() + " " + answer.problem()).isEqualTo("503 overloaded");
            }
            until.countDown();
            assertThat(served.answer().body()).isEqualTo("ok");
            for (WireClient client : waiting) {
                assertThat(client.answer().body()).isEqualTo("ok");
                client.close();
            }
            served.close();
            assertThat(backend.accepted()).isEqualTo(1);
            assertThat(gateway.observations()).allMatch(seen -> seen.failures() == 0);
        }
    }

    @Test
    void whoWaitsInVainIsToldOfTheLoadAndTheEndpointIsNotBlamed() {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = holding(until);
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("limits: { connections: 1 }, timeouts: { connect: 100ms }")
                        .toString());
                WireClient served = gateway.client().send(GET);
                WireClient waiting = gateway.client()) {
            Await.until(() -> "there", () -> backend.requests().size() == 1);
            assertThat(waiting.send(GET).answer().problem()).isEqualTo("overloaded");
            assertThat(gateway.observations()).allMatch(seen -> seen.failures() == 0);
            until.countDown();
            assertThat(served.answer().body()).isEqualTo("ok");
        }
    }

    @Test
    void aClientThatGoesAwayWhileItWaitsTakesNoConnection() {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = holding(until);
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("limits: { connections: 1, pending: 1 }, timeouts: { connect: 20s }")
                        .toString());
                WireClient served = gateway.client().send(GET)) {
            Await.until(() -> "there", () -> backend.requests().size() == 1);
            for (int i = 0; i < 3; i++) {
                WireClient gone = gateway.client().send(GET);
                Await.until(() -> gateway.inFlight() + " in flight", () -> gateway.inFlight() == 2);
                gone.close();
                Await.until(() -> gateway.inFlight() + " in flight", () -> gateway.inFlight() == 1);
            }
            until.countDown();
            assertThat(served.answer().body()).isEqualTo("ok");
            assertThat(backend.requests()).hasSize(1);
        }
    }

    @EveryTransport
    void anIdleConnectionOfOneLoopMakesRoomForAnother(Transport transport) {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        transport,
                        4,
                        FakePorts.NO_LIMITS,
                        Documents.to(backend)
                                .upstream("limits: { connections: 1 }, timeouts: { connect: 20s }")
                                .toString())) {
            // Each connection lands on a loop of its own by chance; the one to the backend is on one of them.
            for (int i = 0; i < 20; i++) {
                try (WireClient client = gateway.client()) {
                    assertThat(client.get("/").body()).isEqualTo("ok");
                }
            }
            Await.until(() -> backend.open() + " open", () -> backend.open() <= 1);
        }
    }
}
