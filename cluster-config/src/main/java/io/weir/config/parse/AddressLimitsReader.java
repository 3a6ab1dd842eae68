package io.weir.config.parse;

import io.weir.config.model.ListenerLimits.PerAddress;
import java.util.Optional;

/** Reads what a listener bounds for each address, and how it is written. */
final class AddressLimitsReader {
    private static final String RATE = "a rate such as 50/s or 100/m, at most 1000000/s";
    private static final double FASTEST = 1e6;
    private static final int MOST_BURST = 10_000;

    private AddressLimitsReader() {}

    /** @param fields of the listener's {@code limits} */
    static PerAddress read(Fields fields) {
        int connections = Numbers.integer(fields, "connections-per-address", 0, 0, 10_000_000);
        double rate = fields.value("new-connections-per-address", AddressLimitsReader::rate, RATE)
                .orElse(0.0);
        int burst = Numbers.integer(fields, "new-connections-burst", usualBurst(rate), 1, MOST_BURST);
        if (fields.has("new-connections-burst") && !fields.has("new-connections-per-address")) {
            String message = "has no meaning without new-connections-per-address";
            fields.mistake("new-connections-burst", message, "both, or none");
        }
        return new PerAddress(connections, rate, burst);
    }

    private static Optional<Double> rate(String text) {
        return Terms.rate(text, FASTEST);
    }

    /** Those of one second, at least one. */
    private static int usualBurst(double perSecond) {
        return (int) Math.min(MOST_BURST, RateLimitReader.defaultBurst(perSecond));
    }

    static void put(Shape limits, PerAddress bounds) {
        limits.putUnless("connections-per-address", bounds.connections(), 0)
                .putUnless("new-connections-per-address", bounds.newPerSecond(), 0.0, Units::rate)
                .putUnless("new-connections-burst", bounds.burst(), usualBurst(bounds.newPerSecond()));
    }
}
