package io.weir.node.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Admissions;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Hammer;
import io.weir.node.testkit.ProcessCluster;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One limit, three nodes as real processes, twenty clients, and a node that is killed half way. */
class ProcessLimitTest {
    private static final int CLIENTS = 20;
    private static final int KEYS = 4;
    private static final int RATE = 150;
    private static final int BURST = 75;
    private static final long SECOND = 1_000_000_000L;
    /** Young processes compile more than they serve. */
    private static final long WARM_UP = 3 * SECOND;

    private static final long SLOT = SECOND / 2;

    private static final String DOCUMENT =
            """
            weir: 1
            listeners:
              - { name: public, address: "127.0.0.1:@PORT@" }
            policies:
              - name: per-client
                rate-limit: { key: "header:X-Client", rate: 150/s, burst: 75 }
            routes:
              - name: limited
                match: { path: /limited }
                policies: [per-client]
                respond: { status: 200, body: "in\\n" }
            """;

    @TempDir
    private Path folder;

    @Test
    void theLimitHoldsExactlyWhileANodeIsKilled() {
        try (ProcessCluster cluster = ProcessCluster.start(folder, 3, DOCUMENT)) {
            List<Integer> ports =
                    IntStream.range(0, 3).mapToObj(cluster::dataPort).toList();
            // Several keys, so that some are owned by the node that dies.
            Hammer hammer = Hammer.start(
                    CLIENTS,
                    ports,
                    client -> new Hammer.Target(
                            ports.get(client % 3), "/limited", "X-Client: key-" + client % KEYS + "\r\n"));
            long begun = System.nanoTime() + WARM_UP;
            long killed;
            long removed;
            long ended;
            try (hammer) {
                awaitUntil(begun + 5 * SECOND);
                killed = System.nanoTime();
                cluster.node(2).kill();
                Await.until(() -> "the dead node removed", () -> members(cluster) == 2);
                removed = System.nanoTime();
                awaitUntil(removed + 4 * SECOND);
                ended = System.nanoTime();
            }
            assertThat((removed - killed) / 1e9)
                    .as("seconds until the dead node was removed")
                    .isLessThanOrEqualTo(10);
            for (int key = 0; key < KEYS; key++) {
                judge(key, admitted(hammer, key), new long[] {begun, killed, removed, ended});
            }
        }
    }

    private static void judge(int key, Admissions admissions, long[] times) {
        long begun = times[0];
        long killed = times[1];
        long removed = times[2];
        long ended = times[3];
        String who = "key-" + key;
        assertThat(admissions.worstExcess(RATE, BURST))
                .as(who + ": more than one bucket, in some window")
                .isLessThanOrEqualTo(0);
        double whole = RATE * (killed - begun) / (double) SECOND;
        assertThat(admissions.between(begun, killed))
                .as(who + ": admitted while all lived, of " + whole)
                .isGreaterThanOrEqualTo((long) (0.95 * whole));
        assertThat(admissions.longestShortageNanos(killed, removed, SLOT, 0.6 * RATE * SLOT / SECOND) / 1e9)
                .as(who + ": seconds under 60 % of the rate, after the kill")
                .isLessThanOrEqualTo(1.5);
        double again = RATE * (ended - removed - SECOND) / (double) SECOND;
        assertThat(admissions.between(removed + SECOND, ended))
                .as(who + ": admitted once the dead node was removed, of " + again)
                .isGreaterThanOrEqualTo((long) (0.95 * again));
    }

    private static Admissions admitted(Hammer hammer, int key) {
        return new Admissions(IntStream.range(0, CLIENTS)
                .filter(client -> client % KEYS == key)
                .mapToObj(hammer::answers)
                .flatMap(List::stream)
                .filter(answer -> answer.status() == 200)
                .sorted((a, b) -> Long.compare(a.receivedNanos(), b.receivedNanos()))
                .toList());
    }

    private static int members(ProcessCluster cluster) {
        return cluster.get(0, "/v1/cluster").split("\"status\"").length - 1;
    }

    private static void awaitUntil(long nanos) {
        while (System.nanoTime() < nanos) {
            Await.briefly();
        }
    }
}
