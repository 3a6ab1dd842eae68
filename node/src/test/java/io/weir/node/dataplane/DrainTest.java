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
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.extension.ExtendWith;

/** The end of a node as its clients see it. */
@ExtendWith(NoLeaks.class)
final class DrainTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static boolean accepts(TestGateway gateway) {
        try (Socket socket = new Socket()) {
            socket.connect(gateway.address("public"), 1000);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }

    /** What is asked of all loops afterwards is answered after what they were told before. */
    private static void everyLoopHasBeenTold(TestGateway gateway) {
        CompletableFuture<Object> answered = new CompletableFuture<>();
        gateway.plane().collect(answered::complete);
        answered.join();
    }

    @EveryTransport
    void whatIsInFlightEndsAndNothingNewBegins(Transport transport) {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    until.await();
                    connection.write(TestBackend.ok("done")).waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient idle = gateway.client();
                WireClient busy = gateway.client().send(GET + GET)) {
            Await.until(() -> "there", () -> backend.requests().size() == 1 && gateway.connections() == 2);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            Await.until(() -> "new connections are refused", () -> !accepts(gateway));
            assertThat(idle.isAtItsEnd()).isTrue();
            everyLoopHasBeenTold(gateway);
            assertThat(drained).isNotDone();
            until.countDown();
            WireMessage answer = busy.answer();
            assertThat(answer.body()).isEqualTo("done");
            assertThat(answer.field("Connection")).contains("close");
            assertThat(busy.isAtItsEnd()).as("what was pipelined is not begun").isTrue();
            drained.join();
            assertThat(backend.requests()).hasSize(1);
        }
    }

    @EveryTransport
    void whatDoesNotEndInTimeIsCutOff(Transport transport) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient busy = gateway.client().send(GET)) {
            Await.until(() -> "there", () -> backend.requests().size() == 1);
            gateway.plane().drain(Duration.ofMillis(50)).toCompletableFuture().join();
            assertThat(busy.isAtItsEnd()).isTrue();
            Await.until(() -> "closed at the backend", () -> backend.open() == 0);
        }
    }

    @EveryTransport
    void anAnswerThatHasBegunIsCompleted(Transport transport) {
        CountDownLatch until = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nhalf");
                    until.await();
                    connection.write("half").waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient busy = gateway.client().send(GET)) {
            assertThat(busy.head().status()).isEqualTo(200);
            CompletableFuture<Void> drained =
                    gateway.plane().drain(Duration.ofSeconds(20)).toCompletableFuture();
            until.countDown();
            assertThat(busy.toTheEnd()).isEqualTo("halfhalf");
            drained.join();
        }
    }
}
