package io.weir.node.control.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.node.state.PurgeDesk.Purged;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterPurgesTest {
    private static final Purge ALL = new Purge(Purge.Kind.ALL, "");

    @TempDir
    private Path directory;

    /** Remembers what it was told to drop. */
    private static final class Told implements Caches {
        final List<Purge> purges = new CopyOnWriteArrayList<>();
        volatile BooleanSupplier current = () -> true;

        @Override
        public void purge(String id, Purge purge) {
            purges.add(purge);
        }

        @Override
        public void trust(BooleanSupplier newCurrent, BooleanSupplier alone) {
            current = newCurrent;
        }

        @Override
        public List<Found> find(String url, int most) {
            return List.of();
        }

        @Override
        public List<Figures> figures() {
            return List.of();
        }
    }

    private static <T> T done(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aPurgeIsAnsweredWhenAllNodesHaveDoneIt() throws Exception {
        List<Told> caches = new ArrayList<>();
        List<ClusterPurges> nodes = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(3, directory, system -> {
            Told told = new Told();
            caches.add(told);
            nodes.add(ClusterPurges.start(system, told));
        })) {
            for (Told told : caches) {
                Await.until(() -> cluster.system(0) + " trusts its caches", told.current);
            }
            for (int round = 0; round < 20; round++) {
                Purge purge = new Purge(Purge.Kind.TAG, "t" + round % 2); // the same again is another purge
                Purged purged = done(nodes.get(round % 3).purge(purge));

                assertThat(purged.spread().everywhere()).as(purged.toString()).isTrue();
                int expected = round + 1;
                assertThat(caches)
                        .allSatisfy(told ->
                                assertThat(told.purges).hasSize(expected).endsWith(purge));
            }
        }
    }

    @Test
    void aNodeThatJoinsTrustsItsCachesOnceItKnowsWhatWasPurged() throws Exception {
        List<Told> caches = new ArrayList<>();
        List<ClusterPurges> nodes = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(1, directory, system -> {
            Told told = new Told();
            caches.add(told);
            nodes.add(ClusterPurges.start(system, told));
        })) {
            Await.until(
                    () -> "the first node trusts its caches", () -> nodes.get(0).caughtUp());
            done(nodes.get(0).purge(ALL));
            assertThat(caches.get(0).purges).containsExactly(ALL);
            cluster.grow();
            Told late = caches.get(1);
            Await.until(() -> "the second node trusts its caches", late.current);

            assertThat(late.purges).containsExactly(ALL);
        }
    }

    @Test
    void aNodeThatDoesNotSeeMostOfTheOthersDoesNotTrustItsCaches() {
        List<Told> caches = new ArrayList<>();
        try (InProcessCluster cluster = InProcessCluster.of(2, directory, system -> {
            Told told = new Told();
            caches.add(told);
            ClusterPurges.start(system, told);
        })) {
            Await.until(() -> "the first node trusts its caches", caches.get(0).current);
            cluster.silence(1);

            Await.until(() -> "it no longer does", () -> !caches.get(0).current.getAsBoolean());
        }
    }
}
