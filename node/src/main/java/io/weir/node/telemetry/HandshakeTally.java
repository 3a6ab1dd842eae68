package io.weir.node.telemetry;

import io.weir.node.state.TlsHandshake;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import kamon.tag.TagSet;

/** TLS handshakes of one listener on one loop. */
final class HandshakeTally implements Tally {
    private final String listener;
    private final Map<TlsHandshake, Counts> counts = new EnumMap<>(TlsHandshake.class);

    HandshakeTally(String listener) {
        this.listener = listener;
        for (TlsHandshake result : TlsHandshake.values()) {
            counts.put(result, new Counts(1));
        }
    }

    void add(TlsHandshake how) {
        Counts count = counts.get(how);
        if (count != null) {
            count.add(0, 1);
        }
    }

    @Override
    public void feed(Instruments instruments) {
        counts.forEach((result, count) -> {
            TagSet tags = TagSet.of("listener", listener).withTag("result", word(result));
            Feed.counter(count, 0, instruments, Metric.TLS_HANDSHAKES, tags);
        });
    }

    private static String word(TlsHandshake result) {
        return result.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
