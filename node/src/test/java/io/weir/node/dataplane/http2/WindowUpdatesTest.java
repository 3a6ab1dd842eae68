package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Honest clients that say often what they have read. */
@ExtendWith(NoLeaks.class)
class WindowUpdatesTest {
    private static final int ROUNDS = 1_000;
    private static final int PART = 50_000;

    /** As Go's client does: the connection's window and the stream's, for 4 KiB each. */
    @Test
    void whoeverSaysItForEveryFourKibibytesGetsALargeAnswerWhole() {
        byte[] part = new byte[PART];
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + (long) ROUNDS * PART + "\r\n\r\n");
                    for (int i = 0; i < ROUNDS; i++) {
                        connection.socket().getOutputStream().write(part);
                    }
                });
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("protocols: [h2c]").toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int stream = client.get("/");
            long read = 0;
            int unsaid = 0;
            boolean ended = false;
            while (!ended) {
                Frame frame = client.next().orElseThrow();
                assertThat(frame.type()).as("after %s bytes", read).isNotIn(Frame.GOAWAY, Frame.RST_STREAM);
                if (frame.type() == Frame.DATA) {
                    read += frame.payload().length;
                    ended = frame.isEnd();
                    for (unsaid += frame.payload().length; unsaid >= 4096 && !ended; unsaid -= 4096) {
                        client.window(0, 4096).window(stream, 4096);
                    }
                }
            }
            assertThat(read).isEqualTo((long) ROUNDS * PART);
        }
    }
}
