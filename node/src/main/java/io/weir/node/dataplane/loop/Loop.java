package io.weir.node.dataplane.loop;

import io.netty.channel.EventLoop;
import io.weir.node.filter.EndpointPicker;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.Recorder;
import io.weir.node.state.Snapshots;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One event loop and all that belongs to it. Everything but {@link #events()} only on that loop. */
public final class Loop {
    private final int index;
    private final EventLoop events;
    private final Transports transport;
    private final Snapshots snapshots;
    private final EndpointPicker picker;
    private final Recorder recorder;
    private final LoopTimer timer = new LoopTimer(System.nanoTime());
    private final LoopCounters counters = new LoopCounters();
    private final HeadBytes headBytes = new HeadBytes();
    private final DateLine dateLine = new DateLine();
    private final Consumer<EndpointStatus> ejected;
    private long random;

    /** @param ejected is told, on the loop, when an endpoint has failed too often in a row */
    public Loop(
            int index,
            EventLoop events,
            Transports transport,
            Snapshots snapshots,
            EndpointPicker picker,
            Recorder recorder,
            Consumer<EndpointStatus> ejected) {
        this.index = index;
        this.events = events;
        this.transport = transport;
        this.snapshots = snapshots;
        this.picker = picker;
        this.recorder = recorder;
        this.ejected = ejected;
        this.random = new java.security.SecureRandom().nextLong() | 1;
    }

    /** Begins to keep time. Any thread, once. */
    public void start() {
        long tick = LoopTimer.tickNanos();
        events.scheduleWithFixedDelay(() -> timer.advance(System.nanoTime()), tick, tick, TimeUnit.NANOSECONDS);
    }

    public int index() {
        return index;
    }

    public EventLoop events() {
        return events;
    }

    public Transports transport() {
        return transport;
    }

    public Snapshots snapshots() {
        return snapshots;
    }

    public EndpointPicker picker() {
        return picker;
    }

    public Recorder recorder() {
        return recorder;
    }

    public LoopTimer timer() {
        return timer;
    }

    public LoopCounters counters() {
        return counters;
    }

    public HeadBytes headBytes() {
        return headBytes;
    }

    public DateLine dateLine() {
        return dateLine;
    }

    public Consumer<EndpointStatus> ejected() {
        return ejected;
    }

    /** 64 random bits (xorshift64*, Vigna 2016): for balancing and request ids, not for secrets. */
    public long random() {
        random ^= random >>> 12;
        random ^= random << 25;
        random ^= random >>> 27;
        return random * 0x2545F4914F6CDD1DL;
    }
}
