package io.weir.node.control.replication;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.ddata.Key;
import org.apache.pekko.cluster.ddata.ReplicatedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.ddata.typed.javadsl.Replicator;

/** One key of distributed data: read, changed, followed. Thread-safe, never blocks. */
public final class ReplicatedValue<D extends ReplicatedData> {
    /** How long all nodes, then a majority, have to answer. */
    private static final Duration BOUND = Duration.ofMillis(1500);

    /** The replicator answers within its own bound; this one is for a system that is ending. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ActorSystem<?> system;
    private final Key<D> key;
    private final D initial;

    /** @param initial what the value is where nobody has written it */
    public ReplicatedValue(ActorSystem<?> system, Key<D> key, D initial) {
        this.system = system;
        this.key = key;
        this.initial = initial;
    }

    /** {@code listener} is told the value that this node has, if any, and each later one; one call at a time. */
    public void follow(Consumer<D> listener) {
        Behavior<Replicator.SubscribeResponse<D>> behavior = Behaviors.receiveMessage(response -> {
            if (response instanceof Replicator.Changed<D> changed) {
                listener.accept(changed.get(key));
            }
            return Behaviors.same();
        });
        String name = "weir-follow-" + Integer.toHexString(key.id().hashCode()) + "-" + System.nanoTime();
        ActorRef<Replicator.SubscribeResponse<D>> follower = system.systemActorOf(behavior, name, Props.empty());
        replicator().tell(new Replicator.Subscribe<>(key, follower));
    }

    /**
     * Changes the value here and waits for the others. Completes exceptionally with {@link NotReplicated} when not even a
     * majority confirms.
     */
    public CompletionStage<Reach> update(UnaryOperator<D> change) {
        return write(new Replicator.WriteAll(BOUND), change).thenCompose(all -> {
            if (all instanceof Replicator.UpdateSuccess<D>) {
                return CompletableFuture.completedFuture(Reach.EVERY_NODE);
            }
            return write(new Replicator.WriteMajority(BOUND), value -> value).thenApply(most -> {
                if (most instanceof Replicator.UpdateSuccess<D>) {
                    return Reach.MAJORITY;
                }
                throw new NotReplicated(key.id(), most);
            });
        });
    }

    private CompletionStage<Replicator.UpdateResponse<D>> write(
            Replicator.WriteConsistency consistency, UnaryOperator<D> change) {
        return AskPattern.ask(
                replicator(),
                (ActorRef<Replicator.UpdateResponse<D>> replyTo) ->
                        new Replicator.Update<>(key, initial, consistency, replyTo, change),
                PATIENCE,
                system.scheduler());
    }

    /** The newest that a majority has, or what this node has when no majority answers. */
    public CompletionStage<Optional<D>> read() {
        return get(new Replicator.ReadMajority(BOUND))
                .thenCompose(most -> isAnswer(most) ? CompletableFuture.completedFuture(value(most)) : local());
    }

    /** The newest that a majority has; this node has it from then on. Completes exceptionally when no majority answers. */
    public CompletionStage<Optional<D>> readMajority() {
        return get(new Replicator.ReadMajority(BOUND)).thenApply(most -> {
            if (!isAnswer(most)) {
                throw new NotReplicated(key.id(), most);
            }
            return value(most);
        });
    }

    private static boolean isAnswer(Replicator.GetResponse<?> response) {
        return response instanceof Replicator.GetSuccess<?> || response instanceof Replicator.NotFound<?>;
    }

    /** What this node has. */
    public CompletionStage<Optional<D>> local() {
        return get(Replicator.readLocal()).thenApply(this::value);
    }

    private CompletionStage<Replicator.GetResponse<D>> get(Replicator.ReadConsistency consistency) {
        return AskPattern.ask(
                replicator(),
                (ActorRef<Replicator.GetResponse<D>> replyTo) -> new Replicator.Get<>(key, consistency, replyTo),
                PATIENCE,
                system.scheduler());
    }

    private Optional<D> value(Replicator.GetResponse<D> response) {
        return response instanceof Replicator.GetSuccess<D> found ? Optional.of(found.get(key)) : Optional.empty();
    }

    private ActorRef<Replicator.Command> replicator() {
        return DistributedData.get(system).replicator();
    }
}
