package io.weir.node.control.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.weir.config.formation.NodeSettings;
import io.weir.config.formation.Profile;
import io.weir.config.formation.Transport;
import io.weir.config.model.HostPort;
import io.weir.node.state.ClusterView;
import io.weir.node.testkit.Await;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.cluster.typed.Cluster;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MembershipTest {
    private final List<Membership> started = new CopyOnWriteArrayList<>();

    @TempDir
    private Path directory;

    @AfterEach
    void endAll() {
        started.forEach(membership -> membership.system().terminate());
        started.forEach(membership -> Await.until(
                () -> "a system ends",
                () -> membership.whenEnded().toCompletableFuture().isDone()));
    }

    @Test
    void aNodeWithoutSeedsIsAClusterOfOne() throws Exception {
        Membership only = join(settings("only", Profile.LOCAL, 0, List.of()));

        assertThat(only.view().up()).isTrue();
        assertThat(only.view().members()).singleElement().satisfies(member -> {
            assertThat(member.name()).isEqualTo("only");
            assertThat(member.address()).isEqualTo("127.0.0.1:" + port(only));
            assertThat(member.status()).isEqualTo("up");
            assertThat(member.reachable() && member.self() && member.leader()).isTrue();
        });
    }

    @Test
    void aNodeWithSeedsJoinsThemAndLeavesInOrder() throws Exception {
        Membership first = join(settings("first", Profile.LOCAL, 0, List.of()));
        List<HostPort> seeds = List.of(new HostPort("127.0.0.1", port(first)));
        Membership second = join(settings("second", Profile.STATIC, 0, seeds));
        Await.until(
                () -> "both see both: " + first.view().members(),
                () -> names(first).equals(List.of("first", "second"))
                        && names(second).equals(List.of("first", "second")));
        assertThat(second.view().members().stream().filter(ClusterView.Node::self))
                .singleElement()
                .extracting(ClusterView.Node::name)
                .isEqualTo("second");

        CompletableFuture<Boolean> memberWhileDraining = new CompletableFuture<>();
        second.beforeLeaving("drain", () -> {
            memberWhileDraining.complete(second.view().up());
            return CompletableFuture.completedFuture(Done.getInstance());
        });
        second.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);

        assertThat(memberWhileDraining).isCompletedWithValue(true);
        Await.until(() -> "the first is alone: " + first.view().members(), () -> names(first)
                .equals(List.of("first")));
    }

    @Test
    void nodesThatStartAtOnceAreOneClusterAndTheFirstSeedComesBackToIt() throws Exception {
        List<HostPort> seeds = List.of(
                new HostPort("127.0.0.1", freePort()),
                new HostPort("127.0.0.1", freePort()),
                new HostPort("127.0.0.1", freePort()));
        List<Membership> nodes = new ArrayList<>();
        for (HostPort seed : seeds) {
            NodeSettings settings = settings("node-" + nodes.size(), Profile.STATIC, seed.port(), seeds);
            nodes.add(Membership.start(settings));
            started.add(nodes.get(nodes.size() - 1));
            nodes.get(nodes.size() - 1).join(settings);
        }
        awaitEverywhere(nodes, "node-0", "node-1", "node-2");

        nodes.remove(0).leave().toCompletableFuture().get(30, TimeUnit.SECONDS);
        awaitEverywhere(nodes, "node-1", "node-2");
        nodes.add(join(settings("node-0", Profile.STATIC, seeds.get(0).port(), seeds)));
        awaitEverywhere(nodes, "node-0", "node-1", "node-2");
    }

    private static void awaitEverywhere(List<Membership> nodes, String... names) {
        Await.until(() -> "every node sees " + List.of(names), () -> nodes.stream()
                .allMatch(node -> names(node).equals(List.of(names))));
    }

    @Test
    void aTaskThatNeverEndsDoesNotKeepTheNode() throws Exception {
        Membership only = join(settings("only", Profile.LOCAL, 0, List.of()));
        only.beforeLeaving("stuck", CompletableFuture::new);
        only.leave().toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertThat(only.whenEnded()).succeedsWithin(Duration.ofSeconds(10));
    }

    @Test
    void nodesBehindANameFormOneCluster() throws Exception {
        Membership only = join(settings("pod", Profile.KUBERNETES, freePort(), List.of()));
        assertThat(names(only)).containsExactly("pod");
    }

    @Test
    void aPortInUseIsNamedAndNothingIsLeftRunning() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> Membership.start(settings("late", Profile.LOCAL, taken.getLocalPort(), List.of())))
                    .hasStackTraceContaining("127.0.0.1:" + taken.getLocalPort());
        }
        Await.until(() -> "the failed system's threads end", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(
                        thread -> !before.contains(thread) && thread.getName().startsWith("weir-")));
    }

    private Membership join(NodeSettings settings) throws Exception {
        Membership membership = Membership.start(settings);
        started.add(membership);
        membership.join(settings);
        membership.whenUp().toCompletableFuture().get(30, TimeUnit.SECONDS);
        Await.until(() -> "the view follows", membership.view()::up);
        return membership;
    }

    /** Of the members that are up. */
    private static List<String> names(Membership membership) {
        return membership.view().members().stream()
                .filter(member -> member.status().equals("up"))
                .map(ClusterView.Node::name)
                .sorted()
                .toList();
    }

    private static int port(Membership membership) {
        return (Integer)
                Cluster.get(membership.system()).selfMember().address().port().get();
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private NodeSettings settings(String name, Profile profile, int port, List<HostPort> seeds) {
        return new NodeSettings(
                profile,
                Transport.AUTO,
                name,
                directory.resolve(name),
                0,
                Optional.empty(),
                new NodeSettings.Admin(new HostPort("127.0.0.1", 0), directory.resolve("token")),
                new NodeSettings.Cluster(
                        new HostPort("127.0.0.1", port),
                        seeds,
                        profile == Profile.KUBERNETES ? Optional.of("127.0.0.1") : Optional.empty(),
                        Duration.ofSeconds(1),
                        Optional.empty(),
                        Optional.empty()),
                new NodeSettings.AccessLog(new NodeSettings.Target.Off(), 0, 0),
                Duration.ofMillis(500),
                ConfigFactory.parseString("pekko.loglevel = ERROR\npekko.stdout-loglevel = OFF"));
    }
}
