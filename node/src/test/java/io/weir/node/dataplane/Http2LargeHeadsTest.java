package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Endpoints that say how large a head may be (SETTINGS_MAX_HEADER_LIST_SIZE, RFC 9113 §6.5.2). */
@ExtendWith(NoLeaks.class)
final class Http2LargeHeadsTest {
    private static final int MAX_HEADER_LIST_SIZE = 6;

    /** Else any client could have all endpoints ejected. */
    @Test
    void aHeadThatIsTooLargeIsTheClientsFaultAndNotTheEndpoints() {
        FrameBackend frames = FrameBackend.answering(request -> request.say("ok"), MAX_HEADER_LIST_SIZE, 4096);
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.single(
                        """
                        weir: 1
                        listeners: [{ name: public, address: "127.0.0.1:0" }]
                        upstreams:
                          - name: backend
                            protocol: h2
                            endpoints: ["%s"]
                            retry: { attempts: 2 }
                            health: { passive: { consecutive-failures: 2, ejection: 60s } }
                        routes: [{ name: all, match: { path: /** }, to: backend }]
                        """
                                .formatted(backend.address()));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 5; i++) {
                WireMessage refused = client.get("/large", "X-A: " + "x".repeat(5000) + "\r\n");
                assertThat(refused.status()).isEqualTo(431);
                assertThat(refused.problem()).isEqualTo("head-too-large");
                assertThat(refused.body()).contains("The backend takes no head");
            }
            assertThat(client.get("/small").body()).isEqualTo("ok");
            Await.until(() -> "all exchanges are over", () -> gateway.inFlight() == 0);
            assertThat(frames.requests()).hasSize(1);
        }
    }
}
