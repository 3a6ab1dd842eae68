package io.weir.node.control.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.Replays.Mark;
import io.weir.node.state.Replays.Seen;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterReplaysTest {
    private static final int MARKS = 60;
    /** A machine that is short of time must not look like a member that says nothing. */
    private static final Duration PATIENT = Duration.ofSeconds(5);

    @Test
    void whatCameToOneNodeIsKnownToAllAlsoWhenItIsGone(@TempDir Path directory) {
        List<ClusterReplays> nodes = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(3, directory, start(nodes))) {
            awaitVotes(nodes);
            for (int i = 0; i < MARKS; i++) {
                assertThat(show(nodes.get(i % 3), mark(i))).as("mark %d", i).isEqualTo(Seen.FIRST);
                assertThat(show(nodes.get((i + 1) % 3), mark(i))).isEqualTo(Seen.AGAIN);
            }
            cluster.kill(2);
            for (int i = 0; i < MARKS; i++) {
                assertThat(show(nodes.get(i % 2), mark(i))).as("after a death").isEqualTo(Seen.AGAIN);
            }
            assertThat(show(nodes.get(0), mark(MARKS)))
                    .as("two of three are enough")
                    .isEqualTo(Seen.FIRST);
        }
    }

    @Test
    void ofManyWhoShowTheSameAtTheSameTimeAtMostOneIsTheFirst(@TempDir Path directory) {
        List<ClusterReplays> nodes = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(3, directory, start(nodes))) {
            awaitVotes(nodes);
            for (int i = 0; i < MARKS; i++) {
                Mark mark = mark(i);
                List<CompletableFuture<Seen>> all = new ArrayList<>();
                for (int j = 0; j < 9; j++) {
                    all.add(asked(nodes.get(j % 3), mark));
                }
                List<Seen> seen = all.stream().map(ClusterReplaysTest::answer).toList();
                assertThat(Collections.frequency(seen, Seen.FIRST))
                        .as("%s", seen)
                        .isLessThanOrEqualTo(1);
                assertThat(show(nodes.get(0), mark)).isEqualTo(Seen.AGAIN);
            }
            assertThat(cluster.system(0)).isNotNull();
        }
    }

    @Test
    void aNodeThatHasNoMajorityLetsNothingThrough(@TempDir Path directory) {
        List<ClusterReplays> nodes = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(2, directory, impatient(nodes))) {
            awaitVotes(nodes);
            assertThat(cluster.silence(1)).isNotNull();
            assertThat(show(nodes.get(0), mark(1))).isEqualTo(Seen.UNKNOWN);
        }
    }

    /** The others have not asked it yet, and a majority of theirs may do without it. */
    @Test
    void aNodeThatIsNoMemberYetDecidesNothingByItself(@TempDir Path directory) {
        List<Seen> seen = new ArrayList<>();
        List<ClusterReplays> nodes = new ArrayList<>();
        Consumer<ActorSystem<Void>> ask = system -> {
            start(nodes).accept(system);
            seen.add(show(nodes.get(nodes.size() - 1), mark(1)));
        };
        try (InProcessCluster cluster = InProcessCluster.of(1, directory, ask)) {
            assertThat(seen).containsExactly(Seen.UNKNOWN);
            awaitVotes(nodes);
            assertThat(show(nodes.get(0), mark(1))).isEqualTo(Seen.FIRST);
            assertThat(cluster.system(0)).isNotNull();
        }
    }

    @Test
    void aRequestThatIsOlderThanTheNodesMayHaveComeBefore(@TempDir Path directory) {
        List<ClusterReplays> nodes = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(1, directory, start(nodes))) {
            awaitVotes(nodes);
            long now = System.currentTimeMillis() / 1000;
            assertThat(show(nodes.get(0), new Mark(1, 1, now - 600, 0, now + 600)))
                    .isEqualTo(Seen.UNKNOWN);
            assertThat(show(nodes.get(0), new Mark(1, 2, now + 60, 600, now + 600)))
                    .as("the clock that says so may be far ahead")
                    .isEqualTo(Seen.UNKNOWN);
            assertThat(show(nodes.get(0), new Mark(1, 3, now + 60, 30, now + 600)))
                    .isEqualTo(Seen.FIRST);
            assertThat(cluster.system(0)).isNotNull();
        }
    }

    private static Consumer<ActorSystem<Void>> start(List<ClusterReplays> nodes) {
        return system -> nodes.add(ClusterReplays.start(system, PATIENT));
    }

    private static Consumer<ActorSystem<Void>> impatient(List<ClusterReplays> nodes) {
        return system -> nodes.add(ClusterReplays.start(system, Duration.ofMillis(500)));
    }

    /** Until all know each other: before that some are not asked. */
    private static void awaitVotes(List<ClusterReplays> nodes) {
        for (ClusterReplays node : nodes) {
            long[] number = {0};
            Await.until(() -> "all answer", () -> {
                Mark mark = new Mark(System.identityHashCode(node), ++number[0], later(), 0, later());
                return show(node, mark) == Seen.FIRST
                        && nodes.stream().allMatch(other -> show(other, mark) == Seen.AGAIN);
            });
        }
    }

    /** A time after all of them have begun. */
    private static long later() {
        return System.currentTimeMillis() / 1000 + 60;
    }

    private static Mark mark(int number) {
        return new Mark(7, number, later(), 0, later());
    }

    private static Seen show(ClusterReplays node, Mark mark) {
        return answer(asked(node, mark));
    }

    private static CompletableFuture<Seen> asked(ClusterReplays node, Mark mark) {
        CompletableFuture<Seen> answer = new CompletableFuture<>();
        node.show(mark, Runnable::run, answer::complete);
        return answer;
    }

    private static Seen answer(CompletableFuture<Seen> asked) {
        return asked.orTimeout(10, TimeUnit.SECONDS).join();
    }
}
