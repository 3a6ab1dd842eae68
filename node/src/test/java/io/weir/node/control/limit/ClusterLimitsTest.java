package io.weir.node.control.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Policy;
import io.weir.config.model.Policy.WhenOwnerLost;
import io.weir.config.model.RequestKey;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.state.Limiter.Admission;
import io.weir.node.testkit.Admissions;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.protocol.admin.LimitView;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Leave;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterLimitsTest {
    private static final int RATE = 400;
    private static final int BURST = 60;
    private static final Policy.RateLimit POLICY = policy("p", RATE, BURST, WhenOwnerLost.SHARE);
    private static final long SECOND = 1_000_000_000L;

    @Test
    void threeNodesAdmitOneBucketTogetherAndAllOfIt(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<ClusterLimits> nodes = start(cluster, 3);
            Await.until(() -> "an owner", () -> !owner(nodes.get(0), "k").isEmpty());
            Crowd crowd = new Crowd();
            try (crowd) {
                nodes.forEach(node -> crowd.add(node.of(POLICY), "k", 500_000));
                // A machine that is busy with something else gets a second chance to show it.
                Await.until(() -> "two seconds with 95 % of the rate", () -> rateOfLast(crowd, 2) >= 0.95 * RATE);
            }
            assertThat(crowd.admissions().worstExcess(RATE, BURST))
                    .as("more than one bucket")
                    .isLessThanOrEqualTo(0);
        }
    }

    @Test
    void anOwnerThatDiesIsReplacedBySharesAndThenByANewOwner(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<ClusterLimits> nodes = start(cluster, 3);
            String key = keyOwnedBy(cluster, nodes, 2, POLICY);
            Crowd crowd = new Crowd();
            try (crowd) {
                crowd.add(nodes.get(0).of(POLICY), key, 500_000);
                crowd.add(nodes.get(1).of(POLICY), key, 500_000);
                pass(System.nanoTime() + 2 * SECOND);
                cluster.kill(2);
                Await.until(
                        () -> "a new owner",
                        () -> !owner(nodes.get(0), key).isEmpty()
                                && nodes.get(0).sharesAwake() == 0);
                Await.until(() -> "two seconds with 95 % of the rate", () -> rateOfLast(crowd, 2) >= 0.95 * RATE);
            }
            Admissions admissions = crowd.admissions();
            assertThat(admissions.worstExcess(RATE, BURST))
                    .as("more than one bucket")
                    .isLessThanOrEqualTo(0);
            assertThat(nodes.get(0).admittedByShare() + nodes.get(1).admittedByShare())
                    .isPositive();
        }
    }

    @Test
    void aNodeThatLeavesHandsItsBucketsOver(@TempDir Path directory) {
        Policy.RateLimit slow = policy("slow", 0.01, 100, WhenOwnerLost.SHARE);
        try (InProcessCluster cluster = InProcessCluster.of(3, directory)) {
            List<ClusterLimits> nodes = start(cluster, 3);
            String key = keyOwnedBy(cluster, nodes, 2, slow);
            byte[] bytes = bytes(key);
            for (int i = 0; i < 30; i++) {
                assertThat(take(nodes.get(0).of(slow), bytes)).isEqualTo(Admission.ADMITTED);
            }
            String before = owner(nodes.get(0), key, slow);
            var leaving = Cluster.get(cluster.system(2));
            leaving.manager().tell(new Leave(leaving.selfMember().address()));
            Await.until(() -> "another owner", () -> {
                String now = owner(nodes.get(0), key, slow);
                return !now.isEmpty() && !now.equals(before);
            });
            LimitView view =
                    nodes.get(0).limit(slow, bytes, key).toCompletableFuture().join();
            assertThat(view.tokens()).as("neither full nor empty").isLessThanOrEqualTo(71);
        }
    }

    @Test
    void aNodeAloneDecidesWithinBoundsBeforeItIsAMember(@TempDir Path directory) {
        try (InProcessCluster cluster = InProcessCluster.of(1, directory)) {
            ClusterLimits alone = ClusterLimits.start(cluster.system(0));
            assertThat(Crowd.await(alone.of(POLICY), bytes("k"))).isEqualTo(Admission.ADMITTED);
            LimitAnswer answer = new LimitAnswer();
            Limiter limiter = alone.of(policy("two", 0.001, 2, WhenOwnerLost.SHARE));
            assertThat(take(limiter, bytes("k"))).isEqualTo(Admission.ADMITTED);
            assertThat(take(limiter, bytes("k"))).isEqualTo(Admission.ADMITTED);
            assertThat(take(limiter, bytes("k"))).isEqualTo(Admission.DENIED);
            byte[] key = bytes("k");
            assertThat(limiter.admit(key, 0, 1, System.nanoTime(), answer)).isEqualTo(Admission.DENIED);
            assertThat(answer.remaining()).isZero();
            assertThat(answer.resetNanos()).as("a token takes 1000 s").isGreaterThan(900 * SECOND);
        }
    }

    private static List<ClusterLimits> start(InProcessCluster cluster, int size) {
        List<ClusterLimits> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            nodes.add(ClusterLimits.start(cluster.system(i)));
        }
        return nodes;
    }

    /** A key whose partition lives on that node. */
    private static String keyOwnedBy(
            InProcessCluster cluster, List<ClusterLimits> nodes, int index, Policy.RateLimit policy) {
        String address =
                Cluster.get(cluster.system(index)).selfMember().address().hostPort();
        for (int i = 0; i < 200; i++) {
            String key = "key-" + i;
            String owner = owner(nodes.get(0), key, policy);
            if (!owner.isEmpty() && address.endsWith(owner)) {
                return key;
            }
        }
        throw new AssertionError("no partition on that node");
    }

    private static String owner(ClusterLimits node, String key) {
        return owner(node, key, POLICY);
    }

    private static String owner(ClusterLimits node, String key, Policy.RateLimit policy) {
        return node.limit(policy, bytes(key), key)
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .join()
                .owner();
    }

    private static Admission take(Limiter limiter, byte[] key) {
        Admission admission = limiter.admit(key, 0, key.length, System.nanoTime(), new LimitAnswer());
        return admission == Admission.WAIT ? Crowd.await(limiter, key) : admission;
    }

    private static Policy.RateLimit policy(String name, double rate, long burst, WhenOwnerLost lost) {
        return new Policy.RateLimit(name, new RequestKey(RequestKey.Kind.ADDRESS, ""), rate, burst, lost);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** Admissions per second, over the last whole seconds. */
    private static double rateOfLast(Crowd crowd, long seconds) {
        long now = System.nanoTime();
        return crowd.admissions().between(now - seconds * SECOND, now) / (double) seconds;
    }

    private static void pass(long untilNanos) {
        while (System.nanoTime() - untilNanos < 0) {
            Await.briefly();
        }
    }
}
