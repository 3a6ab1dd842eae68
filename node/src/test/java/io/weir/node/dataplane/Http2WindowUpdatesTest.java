package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.FrameWire.Frame;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Honest endpoints that say often what they have read. */
@ExtendWith(NoLeaks.class)
final class Http2WindowUpdatesTest {
    private static final String PART = "x".repeat(50_000);
    private static final int PARTS = 600;
    private static final int READ = 4096;

    /** As Go's server does: the connection's window and the stream's, for 4 KiB each. */
    private static void read(TestBackend.Connection connection) throws IOException {
        FrameWire wire = new FrameWire(connection.socket()).serve();
        long read = 0;
        int unsaid = 0;
        for (Frame frame = wire.next(); frame != null; frame = wire.next()) {
            if (frame.type() == FrameWire.DATA) {
                read += frame.payload().length;
                boolean more = !frame.has(FrameWire.END_STREAM);
                for (unsaid += frame.payload().length; unsaid >= READ && more; unsaid -= READ) {
                    wire.windowUpdate(0, READ).windowUpdate(frame.stream(), READ);
                }
                if (!more) {
                    wire.headers(frame.stream(), false, ":status", "200").data(frame.stream(), true, "" + read);
                }
            }
        }
    }

    @Test
    void whoeverSaysItForEveryFourKibibytesGetsALargeRequestWhole() {
        try (TestBackend backend = TestBackend.playing(Http2WindowUpdatesTest::read);
                TestGateway gateway = TestGateway.single(
                        """
                        weir: 1
                        listeners: [{ name: public, address: "127.0.0.1:0" }]
                        upstreams: [{ name: backend, protocol: h2, endpoints: ["%s"], retry: { attempts: 0 } }]
                        routes: [{ name: all, match: { path: /** }, to: backend }]
                        """
                                .formatted(backend.address()));
                WireClient client = gateway.client()) {
            long length = (long) PARTS * PART.length();
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            for (int i = 0; i < PARTS; i++) {
                client.send(PART);
            }
            assertThat(client.answer().body()).isEqualTo("" + length);
        }
    }
}
