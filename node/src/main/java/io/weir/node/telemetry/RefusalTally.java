package io.weir.node.telemetry;

import io.weir.node.state.ConnectionRefusal;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import kamon.tag.TagSet;

/** Connections that one listener refused on one loop. */
final class RefusalTally implements Tally {
    private final String listener;
    private final Map<ConnectionRefusal, Counts> counts = new EnumMap<>(ConnectionRefusal.class);

    RefusalTally(String listener) {
        this.listener = listener;
        for (ConnectionRefusal why : ConnectionRefusal.values()) {
            counts.put(why, new Counts(1));
        }
    }

    void add(ConnectionRefusal why) {
        Counts count = counts.get(why);
        if (count != null) {
            count.add(0, 1);
        }
    }

    @Override
    public void feed(Instruments instruments) {
        counts.forEach((why, count) -> {
            String word = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
            TagSet tags = TagSet.of("listener", listener).withTag("limit", word);
            Feed.counter(count, 0, instruments, Metric.CONNECTIONS_REFUSED, tags);
        });
    }
}
