package io.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadNodeTest {
    @TempDir
    Path data;

    @Test
    void aKilledNodeIsRemovedSoonButNotBeforeStandingSharesHaveEnded() throws Exception {
        ActorSystem<Void> first = LoneMember.start(data.resolve("first").toString());
        ActorSystem<Void> second = LoneMember.start(data.resolve("second").toString());
        Cluster cluster = Cluster.get(first);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        Cluster.get(second).manager().tell(Join.create(cluster.selfMember().address()));
        Process third = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LoneMember.class.getName(),
                        data.resolve("third").toString(),
                        cluster.selfMember().address().toString()))
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("third.log").toFile())
                .start();
        try {
            await(Duration.ofSeconds(60), () -> up(cluster) == 3);
            third.destroyForcibly();
            long killed = System.nanoTime();
            await(Duration.ofSeconds(30), () -> members(cluster) == 2);
            long millis = (System.nanoTime() - killed) / 1_000_000;

            System.out.println("removed after " + millis + " ms");
            assertThat(millis).as("T3, the end of standing shares, is 4 s").isBetween(4_000L, 12_000L);
        } finally {
            third.destroyForcibly();
            first.terminate();
            second.terminate();
            first.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
            second.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    private static long up(Cluster cluster) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .filter(member -> member.status().equals(MemberStatus.up()))
                .count();
    }

    private static long members(Cluster cluster) {
        return StreamSupport.stream(cluster.state().getMembers().spliterator(), false)
                .count();
    }

    private static void await(Duration bound, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within " + bound).isLessThan(end);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
