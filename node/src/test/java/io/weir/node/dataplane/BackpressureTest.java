package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What one side does not take, the other is not asked for. */
@ExtendWith(NoLeaks.class)
final class BackpressureTest {
    private static final int SIZE = 100_000_000;
    /** Kernel buffers of four sockets and the gateway's watermarks; the gateway's memory would take all. */
    private static final long MOST_ON_THE_WAY = 30_000_000;

    private static final String BLOCK = "x".repeat(100_000);

    /** Until nothing moves any more. */
    private static long settled(AtomicLong moving) {
        long[] last = {-1};
        int[] still = {0};
        Await.until(() -> "settled at " + last[0], () -> {
            long now = moving.get();
            still[0] = now == last[0] && now > 0 ? still[0] + 1 : 0;
            last[0] = now;
            return still[0] == 40;
        });
        return last[0];
    }

    @EveryTransport
    void anAnswerThatIsNotReadStaysWithItsBackend(Transport transport) {
        AtomicLong written = new AtomicLong();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
                    for (int i = 0; i < SIZE / BLOCK.length(); i++) {
                        connection.write(BLOCK);
                        written.addAndGet(BLOCK.length());
                    }
                    connection.waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = new WireClient(gateway.address("public"), 64 * 1024)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(settled(written)).isLessThan(MOST_ON_THE_WAY);
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.skip(SIZE)).isEqualTo(SIZE);
            Await.until(() -> "recorded", () -> gateway.ended().size() == 1);
            assertThat(gateway.ended().get(0).bytesOut()).isEqualTo(SIZE);
        }
    }

    /** Its end arrives while nobody reads from it, and what came before is still there. */
    @EveryTransport
    void aBackendThatHasSaidAllAndLeftIsReadToItsEnd(Transport transport) {
        int size = 50_000_000;
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    connection.write("x".repeat(size));
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = new WireClient(gateway.address("public"), 16 * 1024)) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            long read = 0;
            while (backend.open() > 0) {
                read += client.skip(16 * 1024);
            }
            assertThat(read + client.skip(size - read)).isEqualTo(size);
        }
    }

    @EveryTransport
    void aBodyThatIsNotTakenStaysWithItsClient(Transport transport) throws InterruptedException {
        AtomicLong written = new AtomicLong();
        CountDownLatch takes = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.socket().setReceiveBufferSize(64 * 1024);
                    connection.head();
                    takes.await();
                    connection.write(TestBackend.ok("" + connection.skip(SIZE)));
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n");
            Thread sender = new Thread(() -> {
                for (int i = 0; i < SIZE / BLOCK.length(); i++) {
                    client.send(BLOCK);
                    written.addAndGet(BLOCK.length());
                }
            });
            sender.start();
            assertThat(settled(written)).isLessThan(MOST_ON_THE_WAY);
            takes.countDown();
            assertThat(client.answer().body()).isEqualTo("" + SIZE);
            sender.join();
        }
    }

    @Test
    void bothHoldOverTlsToTheBackend(@TempDir Path folder) throws IOException, InterruptedException {
        TestCa authority = TestCa.root("Backends");
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        TestCertificate own = authority.leaf("localhost").addresses("127.0.0.1").issue();
        AtomicLong answered = new AtomicLong();
        AtomicLong asked = new AtomicLong();
        CountDownLatch takes = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.secure(authority.trusting(own), connection -> {
                    connection.head();
                    takes.await();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + connection.skip(SIZE) + "\r\n\r\n");
                    for (int i = 0; i < SIZE / BLOCK.length(); i++) {
                        connection.write(BLOCK);
                        answered.addAndGet(BLOCK.length());
                    }
                });
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .upstream("tls: { trust: \"file:" + folder.resolve("ca.pem") + "\" }")
                        .toString());
                WireClient client = new WireClient(gateway.address("public"), 64 * 1024)) {
            client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n");
            Thread sender = new Thread(() -> {
                for (int i = 0; i < SIZE / BLOCK.length(); i++) {
                    client.send(BLOCK);
                    asked.addAndGet(BLOCK.length());
                }
            });
            sender.start();
            assertThat(settled(asked)).isLessThan(MOST_ON_THE_WAY);
            takes.countDown();
            sender.join();
            assertThat(settled(answered)).isLessThan(MOST_ON_THE_WAY);
            assertThat(client.head().status()).isEqualTo(200);
            assertThat(client.skip(SIZE)).isEqualTo(SIZE);
        }
    }

    @EveryTransport
    void aClientThatGoesAwayMidAnswerFreesTheBackend(Transport transport) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n" + BLOCK);
                    connection.waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString())) {
            for (int i = 1; i <= 2; i++) {
                WireClient client = gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                client.bytes(1000);
                assertThat(gateway.inFlight()).isEqualTo(1);
                if (i == 1) {
                    client.close();
                } else {
                    client.reset();
                }
                int exchanges = i;
                Await.until(() -> "closed at the backend", () -> backend.open() == 0);
                Await.until(() -> "recorded", () -> gateway.ended().size() == exchanges);
                assertThat(gateway.observations()).allMatch(seen -> seen.inFlight() == 0 && seen.failures() == 0);
            }
        }
    }

    @EveryTransport
    void aClientThatGoesAwayMidBodyFreesTheBackend(Transport transport) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.head();
                    connection.waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString())) {
            WireClient client =
                    gateway.client().send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + SIZE + "\r\n\r\n" + BLOCK);
            Await.until(() -> "there", () -> backend.open() == 1 && gateway.inFlight() == 1);
            client.close();
            Await.until(() -> "closed at the backend", () -> backend.open() == 0);
            Await.until(() -> "freed", () -> gateway.inFlight() == 0);
        }
    }
}
