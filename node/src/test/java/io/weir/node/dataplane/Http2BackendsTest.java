package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backends that speak HTTP/2, frame by frame. */
@ExtendWith(NoLeaks.class)
final class Http2BackendsTest {
    @Test
    void aRequestOfHttp11IsAnsweredByABackendOfHttp2() {
        FrameBackend frames = FrameBackend.saying("hello");
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.single(
                        Documents.to(backend).upstream("protocol: h2").toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                var answer = client.get("/a?b=c", "X-Y: z\r\nConnection: x-w\r\nX-W: 1\r\n");
                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("hello");
            }
            assertThat(frames.request().fields())
                    .containsEntry(":method", "GET")
                    .containsEntry(":scheme", "http")
                    .containsEntry(":path", "/a?b=c")
                    .containsEntry(":authority", "example.com")
                    .containsEntry("x-y", "z")
                    .doesNotContainKeys("host", "connection", "x-w");
            assertThat(backend.accepted()).isEqualTo(1);
        }
    }
}
