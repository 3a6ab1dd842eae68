package io.weir.node.control.cache;

import io.weir.node.state.Purge;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A purge as it is kept: when, kind, value, with tabs between. */
record PurgeText(Instant at, Purge purge) {
    private static final int PARTS = 3;

    String text() {
        return at.toEpochMilli() + "\t" + purge.kind() + "\t" + purge.value();
    }

    /** Null when it is none that this version knows. */
    static @Nullable PurgeText parse(String text) {
        String[] parts = text.split("\t", PARTS);
        try {
            Purge purge = new Purge(Purge.Kind.valueOf(parts[1]), parts[2]);
            return new PurgeText(Instant.ofEpochMilli(Long.parseLong(parts[0])), purge);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return null;
        }
    }
}
