package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What many streams cost whose clients do not read. */
class SlowReadersTest {
    private static final int CONNECTIONS = 2;
    private static final int STREAMS = 60;

    /** What waits for one stream, one part that came too late to be stopped, and the allocator's own room. */
    private static final long MOST_PER_STREAM = 200 * 1024;

    private static long used() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    @Test
    void eachStreamHoldsABoundedPartOfItsAnswer() {
        byte[] part = new byte[50_000];
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n");
                    for (int i = 0; i < 100; i++) {
                        connection.socket().getOutputStream().write(part);
                    }
                });
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [h2c]")
                        .upstream("timeouts: { connect: 60s, response: 60s }")
                        .toString())) {
            long before = used();
            List<FrameClient> clients = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    FrameClient client = FrameClient.plain(gateway.address("public"), 4, 0);
                    clients.add(client);
                    for (int j = 0; j < STREAMS; j++) {
                        client.get("/");
                    }
                }
                for (FrameClient client : clients) {
                    for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                        assertThat(client.head(stream).status()).isEqualTo(200);
                    }
                }
                long[] last = {-1};
                int[] still = {0};
                Await.until(() -> "settled at " + last[0], () -> {
                    still[0] = used() == last[0] ? still[0] + 1 : 0;
                    last[0] = used();
                    return still[0] == 20;
                });
                long each = (used() - before) / (CONNECTIONS * STREAMS);
                assertThat(each).as("bytes a stream").isLessThan(MOST_PER_STREAM);
            } finally {
                clients.forEach(FrameClient::hangUp);
            }
            Await.until(() -> "all is over", () -> gateway.inFlight() == 0);
        }
    }
}
