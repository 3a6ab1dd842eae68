package io.weir.node.control.health;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.LWWMap;
import org.apache.pekko.cluster.ddata.LWWMapKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** Which endpoints operators drain: durable distributed data, written to all members before the operator is answered. */
final class Drains {
    private static final Key<LWWMap<String, Boolean>> KEY = LWWMapKey.create("durable-drains");
    private static final Duration WRITE_BOUND = Duration.ofSeconds(2);
    private static final Duration ASK_BOUND = Duration.ofSeconds(3);

    private final ActorSystem<?> system;
    private final SelfUniqueAddress self;

    private Drains(ActorSystem<?> system) {
        this.system = system;
        this.self = DistributedData.get(system).selfUniqueAddress();
    }

    /** @param listener told of every change, on any thread */
    static Drains start(ActorSystem<?> system, Consumer<Set<String>> listener) {
        system.systemActorOf(follow(listener), "weir-drains", Props.empty());
        return new Drains(system);
    }

    /** Completes when the members know; those that cannot be reached learn it when they come back. */
    CompletionStage<Void> set(String key, boolean draining) {
        CompletionStage<Replicator.UpdateResponse<LWWMap<String, Boolean>>> written = AskPattern.ask(
                DistributedData.get(system).replicator(),
                (ActorRef<Replicator.UpdateResponse<LWWMap<String, Boolean>>> replyTo) -> new Replicator.Update<>(
                        KEY,
                        LWWMap.create(),
                        new Replicator.WriteAll(WRITE_BOUND),
                        replyTo,
                        drains -> drains.put(self, key, draining)),
                ASK_BOUND,
                system.scheduler());
        return written.thenAccept(response -> {});
    }

    private static Behavior<Replicator.SubscribeResponse<LWWMap<String, Boolean>>> follow(
            Consumer<Set<String>> listener) {
        return Behaviors.setup(context -> {
            DistributedData.get(context.getSystem())
                    .replicator()
                    .tell(new Replicator.Subscribe<>(KEY, context.getSelf()));
            return Behaviors.receiveMessage(response -> {
                if (response instanceof Replicator.Changed<LWWMap<String, Boolean>> changed) {
                    listener.accept(changed.get(KEY).getEntries().entrySet().stream()
                            .filter(java.util.Map.Entry::getValue)
                            .map(java.util.Map.Entry::getKey)
                            .collect(Collectors.toUnmodifiableSet()));
                }
                return Behaviors.same();
            });
        });
    }
}
