package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.SignatureAlgorithm;
import io.weir.node.control.replay.ClusterReplays;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.RequestSigner;
import io.weir.node.testkit.SignedText;
import io.weir.node.testkit.Signers;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three gateways of one cluster, and one who sends what she has overheard to all of them. */
final class SignedRequestsOverTheClusterTest {
    private static final RequestSigner SIGNER = Signers.of(SignatureAlgorithm.ED25519);
    private static final String POLICY = "{ signature: { leeway: 0s, nonce: required } }";
    private static final int REQUESTS = 20;
    private static final Duration PATIENT = Duration.ofSeconds(4);

    @Test
    void aRequestComesThroughOnceWhicheverNodesItIsSentTo(@TempDir Path directory) {
        List<ClusterReplays> replays = new ArrayList<>();
        try (Signers signers = new Signers();
                TestBackend backend = TestBackend.saying("ok");
                InProcessCluster cluster = InProcessCluster.of(
                        3, directory, system -> replays.add(ClusterReplays.start(system, PATIENT)));
                TestGateway one = signers.gateway(backend, POLICY, replays.get(0));
                TestGateway two = signers.gateway(backend, POLICY, replays.get(1));
                TestGateway three = signers.gateway(backend, POLICY, replays.get(2))) {
            List<TestGateway> gateways = List.of(one, two, three);
            for (TestGateway gateway : gateways) {
                int[] number = {0};
                Await.until(() -> "a first request", () -> {
                    String request = request("first " + gateways.indexOf(gateway) + ' ' + number[0]++);
                    return status(gateway, request) == 200;
                });
            }
            int before = backend.requests().size();
            for (int i = 0; i < REQUESTS; i++) {
                String request = request("n" + i);
                assertThat(status(gateways.get(i % 3), request)).isEqualTo(200);
                assertThat(status(gateways.get((i + 1) % 3), request)).isEqualTo(401);
                assertThat(status(gateways.get((i + 2) % 3), request)).isEqualTo(401);
            }
            assertThat(backend.requests()).hasSize(before + REQUESTS);
            for (int i = 0; i < REQUESTS; i++) {
                String request = request("race " + i);
                List<CompletableFuture<Integer>> racing = IntStream.range(0, 3)
                        .mapToObj(node -> CompletableFuture.supplyAsync(() -> status(gateways.get(node), request)))
                        .toList();
                List<Integer> seen =
                        racing.stream().map(CompletableFuture::join).toList();
                assertThat(seen.stream().filter(status -> status == 200))
                        .as("%s", seen)
                        .hasSizeLessThanOrEqualTo(1);
                assertThat(seen).allMatch(status -> status == 200 || status == 401);
            }
            assertThat(cluster.system(0)).isNotNull();
        }
    }

    private static String request(String nonce) {
        return SignedText.get("/a").with(";nonce=\"" + nonce + '"').by(SIGNER, Signers.id(SignatureAlgorithm.ED25519));
    }

    private static int status(TestGateway gateway, String request) {
        try (WireClient client = gateway.client()) {
            return client.send(request).answer().status();
        }
    }
}
