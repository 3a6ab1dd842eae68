package io.weir.node.telemetry;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps the number of series bounded: the first so many names have their own, all later ones share {@link #OTHER}. Asked
 * once for each name and loop, never on the usual path. Thread-safe.
 */
final class Names {
    /** Cannot be a name of the document. */
    static final String OTHER = "(other)";

    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final int most;

    Names(int most) {
        this.most = most;
    }

    /** Whether {@code name} has a series of its own. */
    boolean admits(String name) {
        return known.contains(name) || (known.size() < most && known.add(name));
    }
}
