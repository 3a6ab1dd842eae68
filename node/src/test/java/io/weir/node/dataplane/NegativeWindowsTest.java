package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.FrameWire.Frame;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Settings can make less of a window than was used of it already (RFC 9113 §6.9.2): it has to be made up for first. */
@ExtendWith(NoLeaks.class)
final class NegativeWindowsTest {
    private static final int FIRST = 40_000;
    private static final int ALL = 60_000;

    @Test
    void aClientIsSentNothingUntilItsWindowIsPositiveAgain() {
        try (TestBackend backend = TestBackend.saying("x".repeat(ALL));
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [http/1.1, h2c]")
                        .toString());
                FrameClient client = FrameClient.plain(gateway.address("public"), 4, FIRST)) {
            int stream = client.get("/");
            assertThat(client.bytes(stream, FIRST).body()).hasSize(FIRST);
            client.settings(4, 0);
            client.window(stream, FIRST);
            client.sync();
            assertThat(client.soFar(stream).body()).as("the window is 0").hasSize(FIRST);
            client.window(stream, 5);
            assertThat(client.bytes(stream, FIRST + 5).body()).hasSize(FIRST + 5);
            client.sync();
            assertThat(client.soFar(stream).body()).hasSize(FIRST + 5);
            client.settings(4, 65_535);
            assertThat(client.answer(stream).body()).hasSize(ALL);
        }
    }

    @Test
    void anEndpointIsSentNothingUntilItsWindowIsPositiveAgain() {
        List<String> heard = new CopyOnWriteArrayList<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve(FrameWire.INITIAL_WINDOW_SIZE, FIRST);
                    Frame head = wire.next();
                    int stream = head == null ? 0 : head.stream();
                    heard.add("first " + read(wire, FIRST));
                    wire.settings(FrameWire.INITIAL_WINDOW_SIZE, 0).windowUpdate(stream, FIRST);
                    heard.add("at 0 " + untilPong(wire));
                    wire.windowUpdate(stream, 5);
                    heard.add("then " + read(wire, 5));
                    heard.add("at 0 again " + untilPong(wire));
                    wire.settings(FrameWire.INITIAL_WINDOW_SIZE, 65_535);
                    heard.add("rest " + read(wire, ALL - FIRST - 5));
                    wire.headers(stream, true, ":status", "204");
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).upstream("protocol: h2").toString());
                WireClient client = gateway.client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + ALL + "\r\n\r\n" + "x".repeat(ALL));
            assertThat(client.answer().status()).isEqualTo(204);
            Await.until(() -> "all was heard: " + heard, () -> heard.size() == 5);
            assertThat(heard)
                    .containsExactly("first " + FIRST, "at 0 0", "then 5", "at 0 again 0", "rest " + (ALL - FIRST - 5));
        }
    }

    /** Reads so many bytes of data; answers how many came in the frames that it took. */
    private static int read(FrameWire wire, int count) throws IOException {
        int come = 0;
        while (come < count) {
            Frame frame = wire.next();
            if (frame == null) {
                return come;
            }
            come += frame.type() == FrameWire.DATA ? frame.payload().length : 0;
        }
        return come;
    }

    /** Asks for an answer to what was sent before, and answers how many bytes of data came before it. */
    private static int untilPong(FrameWire wire) throws IOException {
        wire.ping(false, new byte[8]);
        List<Integer> lengths = new ArrayList<>();
        Frame frame = wire.raw();
        while (frame != null && !(frame.type() == FrameWire.PING && frame.has(FrameWire.ACK))) {
            if (frame.type() == FrameWire.DATA) {
                lengths.add(frame.payload().length);
            }
            frame = wire.raw();
        }
        return lengths.stream().mapToInt(Integer::intValue).sum();
    }
}
