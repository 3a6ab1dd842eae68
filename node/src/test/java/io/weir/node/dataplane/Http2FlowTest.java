package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.FrameWire.Frame;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is slow holds nobody else, and costs no more than its window (RFC 9113 §5.2). */
@ExtendWith(NoLeaks.class)
final class Http2FlowTest {
    private static final int STREAM_WINDOW = 128 * 1024;
    private static final int PART = 16_000;

    private static TestGateway gateway(TestBackend backend) {
        return TestGateway.single(Documents.to(backend)
                .upstream("protocol: h2, timeouts: { idle: 60s }")
                .toString());
    }

    /** Sends an answer of {@code bytes} as the windows allow; asked for {@code /small}, a word. */
    private static void serve(FrameWire wire, long bytes, AtomicLong sent) throws IOException {
        long connection = 65_535;
        long stream = STREAM_WINDOW;
        int large = 0;
        Frame frame = wire.raw();
        while (frame != null) {
            if (frame.type() == FrameWire.SETTINGS && !frame.has(FrameWire.ACK)) {
                wire.write(FrameWire.SETTINGS, FrameWire.ACK, 0, new byte[0]);
            } else if (frame.type() == FrameWire.WINDOW_UPDATE) {
                int more = java.nio.ByteBuffer.wrap(frame.payload()).getInt();
                connection += frame.stream() == 0 ? more : 0;
                stream += frame.stream() == large && large != 0 ? more : 0;
            } else if (frame.type() == FrameWire.HEADERS) {
                boolean small = wire.fields(frame).stream()
                        .anyMatch(field -> field.getValue().equals("/small"));
                wire.headers(frame.stream(), false, ":status", "200");
                if (small) {
                    wire.data(frame.stream(), true, "small");
                    connection -= 5;
                } else {
                    large = frame.stream();
                }
            }
            while (large != 0 && sent.get() < bytes && Math.min(connection, stream) >= PART) {
                int count = (int) Math.min(PART, bytes - sent.get());
                wire.data(large, sent.get() + count == bytes, "x".repeat(count));
                sent.addAndGet(count);
                connection -= count;
                stream -= count;
            }
            frame = wire.raw();
        }
    }

    @Test
    void aClientThatDoesNotReadHoldsItsOwnExchangeOnly() {
        AtomicLong sent = new AtomicLong();
        long bytes = 64_000_000;
        try (TestBackend backend = TestBackend.playing(
                        connection -> serve(new FrameWire(connection.socket()).serve(), bytes, sent));
                TestGateway gateway = gateway(backend);
                WireClient slow = new WireClient(gateway.address("public"), 16 * 1024);
                WireClient client = gateway.client()) {
            slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
            AtomicLong before = new AtomicLong(-1);
            Await.until(() -> "the endpoint is held", () -> {
                for (int i = 0; i < 20; i++) {
                    assertThat(client.get("/small").body()).isEqualTo("small");
                }
                return sent.get() > 0 && before.getAndSet(sent.get()) == sent.get();
            });
            assertThat(sent.get()).as("no more than windows and buffers hold").isLessThan(16_000_000);
            assertThat(slow.head().status()).isEqualTo(200);
            long all = slow.skip(bytes);
            assertThat(all).isEqualTo(bytes);
            assertThat(backend.accepted()).isEqualTo(1);
        }
    }

    @Test
    void anEndpointThatSendsMoreThanItsWindowLosesTheExchange() {
        FrameBackend frames = FrameBackend.answering(request -> {
            if (request.path().equals("/fine")) {
                request.say("ok");
                return;
            }
            request.wire().headers(request.stream(), false, ":status", "200");
            Thread sender = new Thread(() -> sendUntilReset(request));
            sender.start();
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway(backend);
                WireClient slow = new WireClient(gateway.address("public"), 16 * 1024);
                WireClient client = gateway.client()) {
            slow.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> "FLOW_CONTROL_ERROR: " + frames.resets(), () -> frames.resets()
                    .contains("1:3"));
            assertThat(client.get("/fine").status()).isEqualTo(200);
            Await.until(() -> "nothing is under way", () -> gateway.inFlight() == 0);
        }
    }

    private static void sendUntilReset(FrameBackend.Request request) {
        try {
            for (int i = 0; i < 2_000; i++) {
                request.wire().data(request.stream(), false, "x".repeat(PART));
            }
        } catch (IOException gone) {
            // The end of the test.
        }
    }

    @ParameterizedTest(name = "a window of {0} bytes")
    @ValueSource(ints = {1_000, 65_535, 1_000_000})
    void aLargeRequestGoesThroughAnyWindow(int window) {
        FrameBackend frames = FrameBackend.answering(
                request -> request.say(Integer.toString(request.body().length())),
                FrameWire.INITIAL_WINDOW_SIZE,
                window);
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway(backend);
                WireClient client = gateway.client()) {
            for (String framing :
                    new String[] {"Content-Length: 1000000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\nF4240\r\n"}) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\n" + framing + "x".repeat(1_000_000));
                if (framing.startsWith("T")) {
                    client.send("\r\n0\r\n\r\n");
                }
                WireMessage answer = client.answer();
                assertThat(answer.body()).isEqualTo("1000000");
            }
        }
    }

    @Test
    void anEndpointThatTakesNothingHoldsOneRequestAndNoMore() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        List<FrameWire> wires = new CopyOnWriteArrayList<>();
        CountDownLatch large = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve();
                    wires.add(wire);
                    Frame frame = wire.next();
                    while (frame != null) {
                        if (frame.type() == FrameWire.DATA && frame.stream() == 1) {
                            taken.addAndGet(frame.payload().length);
                        } else if (frame.type() == FrameWire.HEADERS && frame.stream() == 1) {
                            large.countDown();
                        } else if (frame.type() == FrameWire.DATA || frame.has(FrameWire.END_STREAM)) {
                            wire.windowUpdate(0, Math.max(1, frame.payload().length));
                            if (frame.has(FrameWire.END_STREAM)) {
                                wire.headers(frame.stream(), false, ":status", "200")
                                        .data(frame.stream(), true, "ok");
                            }
                        }
                        frame = wire.next();
                    }
                });
                TestGateway gateway = gateway(backend);
                WireClient slow = gateway.client();
                WireClient client = gateway.client()) {
            Thread sender = new Thread(() -> sendAll(slow));
            sender.start();
            large.await();
            wires.get(0).windowUpdate(0, 10_000_000);
            for (int i = 0; i < 50; i++) {
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
                assertThat(client.answer().body()).isEqualTo("ok");
            }
            assertThat(taken.get()).isLessThanOrEqualTo(65_535);
            assertThat(gateway.inFlight()).isEqualTo(1);
            wires.get(0).headers(1, true, ":status", "413");
            assertThat(slow.answer().status()).isEqualTo(413);
            slow.reset();
            sender.join();
        }
    }

    private static void sendAll(WireClient slow) {
        try {
            slow.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n" + "x".repeat(50_000_000));
        } catch (java.io.UncheckedIOException gone) {
            // The connection is closed: the answer was there before the request's end.
        }
    }
}
