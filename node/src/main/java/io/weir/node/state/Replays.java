package io.weir.node.state;

import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Whether a signed request came before, to whichever node: the data plane's side of what the nodes agree on. Thread-safe. */
public interface Replays {
    /** What is known of a mark. */
    enum Seen {
        /** It is shown for the first time, and will never be again. */
        FIRST,
        AGAIN,
        /** Too few nodes that would know answer, or the request is older than what they know. */
        UNKNOWN
    }

    /**
     * What stands for one request, 128 bits of a hash.
     *
     * @param createdSeconds when the request was made, by its signature; Unix time
     * @param latestSeconds how far ahead of this clock the clock may have been that said so
     * @param untilSeconds from then on the request is refused without being asked about
     */
    record Mark(long high, long low, long createdSeconds, long latestSeconds, long untilSeconds) {}

    /** Shows a mark; {@code then} is called once, on {@code loop}, within a bounded time, never within this call. */
    void show(Mark mark, Executor loop, Consumer<Seen> then);
}
