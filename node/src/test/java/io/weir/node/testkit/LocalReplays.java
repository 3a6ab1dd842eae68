package io.weir.node.testkit;

import io.weir.node.decide.signature.SeenMarks;
import io.weir.node.state.Replays;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** What one node remembers by itself, since ever. */
public final class LocalReplays implements Replays {
    private final SeenMarks marks = new SeenMarks(Long.MIN_VALUE, 100_000);

    @Override
    public synchronized void show(Mark mark, Executor loop, Consumer<Seen> then) {
        SeenMarks.Vote vote =
                marks.show(mark.high(), mark.low(), mark.createdSeconds(), mark.latestSeconds(), mark.untilSeconds());
        Seen seen = vote == SeenMarks.Vote.FIRST ? Seen.FIRST : Seen.AGAIN;
        loop.execute(() -> then.accept(seen));
    }
}
