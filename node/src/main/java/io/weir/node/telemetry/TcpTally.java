package io.weir.node.telemetry;

import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpMeter;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import kamon.tag.TagSet;

/** The connections from one tcp listener to one upstream, on one loop; what goes through them is counted while it does. */
final class TcpTally implements Tally, TcpMeter {
    private static final int OPENED = 0;
    private static final int CLOSED = 1;
    private static final int BYTES_IN = 2;
    private static final int BYTES_OUT = 3;
    private static final int RETRIES = 4;

    private final TagSet tags;
    private final Counts counts = new Counts(5);
    private final Map<TcpEnd, Counts> ends = new EnumMap<>(TcpEnd.class);

    TcpTally(String listener, String upstream) {
        tags = TagSet.of("listener", listener).withTag("upstream", upstream);
        for (TcpEnd end : TcpEnd.values()) {
            ends.put(end, new Counts(1));
        }
    }

    void begun() {
        counts.add(OPENED, 1);
    }

    @Override
    public void in(int bytes) {
        counts.add(BYTES_IN, bytes);
    }

    @Override
    public void out(int bytes) {
        counts.add(BYTES_OUT, bytes);
    }

    @Override
    public void closed() {
        counts.add(CLOSED, 1);
    }

    void ended(TcpEnd how, int retries) {
        counts.add(RETRIES, retries);
        Counts count = ends.get(how);
        if (count != null) {
            count.add(0, 1);
        }
    }

    /** As in the access log. */
    static String word(TcpEnd end) {
        return end.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Override
    public void feed(Instruments instruments) {
        // Closed ones first: one that opens and closes in between must not be seen closed only.
        long closed = counts.take(CLOSED);
        long opened = counts.take(OPENED);
        if (opened > 0 || closed > 0) {
            instruments
                    .gauge(Metric.TCP_CONNECTIONS, tags)
                    .increment((double) opened)
                    .decrement((double) closed);
        }
        Feed.counter(counts, BYTES_IN, instruments, Metric.TCP_BYTES_IN, tags);
        Feed.counter(counts, BYTES_OUT, instruments, Metric.TCP_BYTES_OUT, tags);
        Feed.counter(counts, RETRIES, instruments, Metric.TCP_RETRIES, tags);
        ends.forEach(
                (end, count) -> Feed.counter(count, 0, instruments, Metric.TCP_ENDED, tags.withTag("end", word(end))));
    }
}
