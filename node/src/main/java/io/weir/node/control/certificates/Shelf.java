package io.weir.node.control.certificates;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The certificates of one document, by name. Written under the lock of {@link Board}, read without. */
final class Shelf {
    private volatile Map<String, Held> byName;

    Shelf(Map<String, Held> byName) {
        this.byName = Map.copyOf(byName);
    }

    @Nullable
    Held get(String name) {
        return byName.get(name);
    }

    Collection<Held> all() {
        return byName.values();
    }

    Map<String, Held> byName() {
        return byName;
    }

    void put(Held held) {
        Map<String, Held> next = new LinkedHashMap<>(byName);
        next.put(held.declared().name(), held);
        byName = Map.copyOf(next);
    }
}
