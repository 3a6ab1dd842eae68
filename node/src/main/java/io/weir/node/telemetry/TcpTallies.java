package io.weir.node.telemetry;

import io.weir.node.state.TcpMeter;
import io.weir.node.state.TcpRecord;
import io.weir.node.state.UpstreamPlan;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;

/** What one loop counts of connections of tcp listeners: looked up when one begins and ends, not for what it carries. */
final class TcpTallies {
    private static final String NONE = "(none)";

    private final Map<String, Map<String, TcpTally>> byListener = new HashMap<>();
    private final Names names;
    private final Queue<Tally> all;

    /** @param names and {@code all}: as for {@link LoopTallies} */
    TcpTallies(Names names, Queue<Tally> all) {
        this.names = names;
        this.all = all;
    }

    TcpMeter begun(String listener, String upstream) {
        TcpTally tally = of(listener, upstream);
        tally.begun();
        return tally;
    }

    void ended(TcpRecord record) {
        UpstreamPlan upstream = record.upstream();
        of(record.listener(), upstream == null ? NONE : upstream.name()).ended(record.end(), record.retries());
    }

    private TcpTally of(String listener, String upstream) {
        Map<String, TcpTally> known = byListener.get(listener);
        TcpTally tally = known == null ? null : known.get(upstream);
        return tally == null ? learn(listener, upstream) : tally;
    }

    private TcpTally learn(String listener, String upstream) {
        if (!listener.equals(Names.OTHER) && !names.admits("tcp " + listener + '/' + upstream)) {
            return of(Names.OTHER, Names.OTHER);
        }
        TcpTally tally = new TcpTally(listener, upstream);
        all.add(tally);
        byListener.computeIfAbsent(listener, any -> new HashMap<>()).put(upstream, tally);
        return tally;
    }
}
