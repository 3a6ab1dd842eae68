package io.weir.node.control.traffic;

import io.weir.node.state.TrafficDesk;
import io.weir.node.state.VersionCallers;
import io.weir.node.state.VersionCallers.Caller;
import io.weir.node.state.VersionCallers.Kind;
import io.weir.protocol.cluster.TrafficMessage;
import io.weir.protocol.cluster.TrafficMessage.Told;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * Asks every member what it has counted. What a node told last is kept in memory: asked for every minute, so that all but the
 * last minute of a node that died is still told. Thread-safe.
 */
public final class ClusterTraffic implements TrafficDesk {
    private static final String WIRE = "weir-traffic-wire";
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration EVERY = Duration.ofMinutes(1);
    private static final int MOST_NODES = 64;
    private static final String NAME_ROLE = "name:";

    private final ActorSystem<?> system;
    private final Map<String, Told> last = new ConcurrentHashMap<>();

    private ClusterTraffic(ActorSystem<?> system) {
        this.system = system;
    }

    /** Before the node joins. */
    public static ClusterTraffic start(ActorSystem<?> system, VersionCallers own) {
        ClusterTraffic traffic = new ClusterTraffic(system);
        system.systemActorOf(wire(own), WIRE, Props.empty());
        system.scheduler().scheduleWithFixedDelay(EVERY, EVERY, traffic::traffic, system.executionContext());
        return traffic;
    }

    private static Behavior<TrafficMessage> wire(VersionCallers own) {
        return Behaviors.receive(TrafficMessage.class)
                .onMessage(TrafficMessage.Ask.class, ask -> {
                    ask.replyTo().tell(told(own));
                    return Behaviors.same();
                })
                .build();
    }

    private static Told told(VersionCallers own) {
        return new Told(
                own.since().toEpochMilli(),
                own.callers().stream()
                        .map(caller -> new TrafficMessage.Caller(
                                caller.version(),
                                caller.kind().name().toLowerCase(Locale.ROOT),
                                caller.name(),
                                caller.hour(),
                                caller.day(),
                                caller.total(),
                                caller.seen().toEpochMilli()))
                        .toList());
    }

    @Override
    public CompletionStage<Traffic> traffic() {
        Map<String, CompletableFuture<Boolean>> asked = new TreeMap<>();
        Cluster.get(system).state().getMembers().forEach(member -> {
            if (member.status() != MemberStatus.down() && member.status() != MemberStatus.exiting()) {
                asked.put(nameOf(member), ask(member));
            }
        });
        return CompletableFuture.allOf(asked.values().toArray(CompletableFuture<?>[]::new))
                .thenApply(all -> concluded(asked));
    }

    private CompletableFuture<Boolean> ask(Member member) {
        ActorRef<TrafficMessage> there =
                ActorRefResolver.get(system).resolveActorRef(member.address() + "/system/" + WIRE);
        CompletionStage<Told> told = AskPattern.ask(
                there, (ActorRef<Told> replyTo) -> new TrafficMessage.Ask(replyTo), BOUND, system.scheduler());
        return told.handle((answer, failure) -> answer != null && keep(nameOf(member), answer))
                .toCompletableFuture();
    }

    private boolean keep(String node, Told told) {
        if (last.size() >= MOST_NODES && !last.containsKey(node)) {
            last.keySet().stream().findFirst().ifPresent(last::remove);
        }
        last.put(node, told);
        return true;
    }

    private Traffic concluded(Map<String, CompletableFuture<Boolean>> asked) {
        List<String> missing = new ArrayList<>();
        asked.forEach((name, answered) -> {
            if (!answered.join()) {
                missing.add(name);
            }
        });
        List<NodeTraffic> nodes = new ArrayList<>();
        new TreeMap<>(last)
                .forEach((name, told) -> nodes.add(new NodeTraffic(
                        name,
                        Instant.ofEpochMilli(told.sinceMillis()),
                        asked.containsKey(name),
                        told.callers().stream().map(ClusterTraffic::caller).toList())));
        return new Traffic(nodes, missing);
    }

    private static Caller caller(TrafficMessage.Caller caller) {
        Kind kind =
                switch (caller.kind()) {
                    case "consumer" -> Kind.CONSUMER;
                    case "network" -> Kind.NETWORK;
                    default -> Kind.OTHER;
                };
        return new Caller(
                caller.version(),
                kind,
                caller.name(),
                caller.hour(),
                caller.day(),
                caller.total(),
                Instant.ofEpochMilli(caller.seenMillis()));
    }

    private static String nameOf(Member member) {
        return member.getRoles().stream()
                .filter(role -> role.startsWith(NAME_ROLE))
                .map(role -> role.substring(NAME_ROLE.length()))
                .findFirst()
                .orElseGet(() -> member.address().hostPort().replaceFirst("^[^@]*@", ""));
    }
}
