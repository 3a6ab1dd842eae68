package io.weir.node.control.membership;

import io.weir.config.model.HostPort;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.JoinSeedNodes;

/** Finds the other nodes behind a name until this one has joined; then it stops. */
final class Discovery {
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final HostPort self;
    private final DnsNames names;
    private final Duration formAfter;

    Discovery(HostPort self, DnsNames names, Duration formAfter) {
        this.self = self;
        this.names = names;
        this.formAfter = formAfter;
    }

    /** What the actor is told. */
    sealed interface Command {
        enum Look implements Command {
            NOW
        }

        record Found(List<InetAddress> addresses) implements Command {}
    }

    Behavior<Command> behavior() {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            context.getLog().info("Looking for the cluster behind {}", names);
            context.getSelf().tell(Command.Look.NOW);
            return looking(context, timers, System.nanoTime(), List.of());
        }));
    }

    /** @param asked the members that are being asked already */
    private Behavior<Command> looking(
            ActorContext<Command> context, TimerScheduler<Command> timers, long sinceNanos, List<HostPort> asked) {
        Cluster cluster = Cluster.get(context.getSystem());
        return Behaviors.receive(Command.class)
                .onMessage(Command.Look.class, look -> {
                    if (!cluster.selfMember().status().equals(MemberStatus.removed())) {
                        return Behaviors.stopped();
                    }
                    context.pipeToSelf(
                            names.lookup(),
                            (found, failure) ->
                                    new Command.Found(failure == null && found != null ? found : List.of()));
                    return Behaviors.same();
                })
                .onMessage(Command.Found.class, found -> {
                    timers.startSingleTimer(Command.Look.NOW, EVERY);
                    List<HostPort> nodes = found.addresses().stream()
                            .map(address -> new HostPort(address.getHostAddress(), self.port()))
                            .toList();
                    Duration waited = Duration.ofNanos(System.nanoTime() - sinceNanos);
                    List<HostPort> seeds = Forming.seeds(self, nodes, waited, formAfter);
                    // Asking the same members anew would start their answers over.
                    if (seeds.isEmpty() || seeds.equals(asked)) {
                        return Behaviors.same();
                    }
                    cluster.manager()
                            .tell(new JoinSeedNodes(
                                    seeds.stream().map(Membership::addressOf).toList()));
                    return looking(context, timers, sinceNanos, seeds);
                })
                .build();
    }
}
