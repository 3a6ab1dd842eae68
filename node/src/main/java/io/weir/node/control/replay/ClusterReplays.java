package io.weir.node.control.replay;

import io.weir.node.state.Replays;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;

/** {@link Replays} over the cluster. */
public final class ClusterReplays implements Replays {
    private static final int MOST_ASKED = 10_000;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(300);

    private final ActorRef<ReplayCommand> desk;
    private final AtomicInteger asked = new AtomicInteger();

    private final AtomicInteger remembered;

    private ClusterReplays(ActorRef<ReplayCommand> desk, AtomicInteger remembered) {
        this.desk = desk;
        this.remembered = remembered;
    }

    public static ClusterReplays start(ActorSystem<?> system) {
        return start(system, LONGEST_WAIT);
    }

    /** @param longestWait so long a member is waited for that says nothing and is not known to be gone */
    public static ClusterReplays start(ActorSystem<?> system, Duration longestWait) {
        AtomicInteger remembered = new AtomicInteger();
        ActorRef<ReplayCommand> desk =
                system.systemActorOf(ReplayDesk.create(longestWait, remembered), "weir-replay-desk", Props.empty());
        return new ClusterReplays(desk, remembered);
    }

    /** Marks that this node remembers now. */
    public int rememberedHere() {
        return remembered.get();
    }

    @Override
    public void show(Mark mark, Executor loop, Consumer<Seen> then) {
        if (asked.incrementAndGet() > MOST_ASKED) {
            asked.decrementAndGet();
            loop.execute(() -> then.accept(Seen.UNKNOWN));
            return;
        }
        desk.tell(new ReplayCommand.Show(mark, loop, seen -> {
            asked.decrementAndGet();
            then.accept(seen);
        }));
    }
}
