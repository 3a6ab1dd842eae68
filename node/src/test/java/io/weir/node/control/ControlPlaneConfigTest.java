package io.weir.node.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.weir.config.formation.ControlPlane;
import io.weir.config.formation.Formation;
import io.weir.config.formation.Profile;
import io.weir.config.formation.Sources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.Flag;
import org.apache.pekko.cluster.ddata.FlagKey;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ControlPlaneConfigTest {
    private static final Key<Flag> KEY = FlagKey.create(ControlPlane.DURABLE_PREFIX + "test");

    @TempDir
    Path data;

    @Test
    void anActorSystemStartsOnItAndKeepsDurableDataOverARestart() throws Exception {
        Config config = config(Profile.LOCAL);
        ActorSystem<Void> first = start(config);
        Replicator.UpdateResponse<Flag> written = AskPattern.<Replicator.Command, Replicator.UpdateResponse<Flag>>ask(
                        DistributedData.get(first).replicator(),
                        replyTo -> new Replicator.Update<>(
                                KEY, Flag.create(), Replicator.writeLocal(), replyTo, Flag::switchOn),
                        Duration.ofSeconds(10),
                        first.scheduler())
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS);
        assertThat(written).isInstanceOf(Replicator.UpdateSuccess.class);
        stop(first);

        ActorSystem<Void> second = start(config);
        Replicator.GetResponse<Flag> read = AskPattern.<Replicator.Command, Replicator.GetResponse<Flag>>ask(
                        DistributedData.get(second).replicator(),
                        replyTo -> new Replicator.Get<>(KEY, Replicator.readLocal(), replyTo),
                        Duration.ofSeconds(10),
                        second.scheduler())
                .toCompletableFuture()
                .get(15, TimeUnit.SECONDS);
        assertThat(read).isInstanceOf(Replicator.GetSuccess.class);
        assertThat(((Replicator.GetSuccess<Flag>) read).get(KEY).enabled()).isTrue();
        stop(second);
    }

    @ParameterizedTest
    @EnumSource
    void everyProfileHasTheSplitBrainResolverAndTheTimesThatLimitsRelyOn(Profile profile) throws Exception {
        Config cluster = config(profile).getConfig("pekko.cluster");

        assertThat(cluster.getString("downing-provider-class"))
                .isEqualTo("org.apache.pekko.cluster.sbr.SplitBrainResolverProvider");
        Duration pause = cluster.getDuration("failure-detector.acceptable-heartbeat-pause");
        Duration stable = cluster.getDuration("split-brain-resolver.stable-after");
        Duration interval = cluster.getDuration("failure-detector.heartbeat-interval");
        assertThat(interval.plus(pause).plus(stable))
                .as("T3 (4 s) must end before a removal")
                .isGreaterThan(Duration.ofSeconds(4));
    }

    private Config config(Profile profile) throws Exception {
        List<String> sets = List.of(
                "weir.profile=" + profile.name().toLowerCase(Locale.ROOT),
                "weir.node.data-dir=" + data,
                "weir.cluster.address=127.0.0.1",
                "weir.cluster.tls.allow-plaintext=true",
                "weir.admin.allow-plaintext=true",
                "weir.cluster.seeds=127.0.0.1:7400",
                "weir.cluster.discovery.service=weir.default.svc");
        return ControlPlane.pekkoConfig(Formation.read(new Sources(Optional.empty(), sets, Map.of(), "test")));
    }

    private static ActorSystem<Void> start(Config config) {
        ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), ControlPlane.SYSTEM_NAME, config);
        Cluster cluster = Cluster.get(system);
        ActorRef<org.apache.pekko.cluster.typed.ClusterCommand> manager = cluster.manager();
        manager.tell(Join.create(cluster.selfMember().address()));
        return system;
    }

    private static void stop(ActorSystem<Void> system) throws Exception {
        system.terminate();
        CompletionStage<?> ended = system.getWhenTerminated();
        ended.toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
