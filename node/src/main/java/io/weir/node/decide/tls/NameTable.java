package io.weir.node.decide.tls;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is done with a connection by the name that its client asks for: the exact one, else the longest wildcard, which
 * stands for one label or more as in a route's hosts. Asked once a connection. Immutable.
 */
public final class NameTable<T> {
    private static final String WILDCARD = "*.";

    private final Map<String, T> exact = new HashMap<>();
    private final Map<String, T> bySuffix = new HashMap<>();

    /** @param byName exact, or {@code *.example.com}; in lower case */
    public NameTable(Map<String, T> byName) {
        byName.forEach((name, value) -> {
            if (name.startsWith(WILDCARD)) {
                bySuffix.put(name.substring(WILDCARD.length()), value);
            } else {
                exact.put(name, value);
            }
        });
    }

    public boolean isEmpty() {
        return exact.isEmpty() && bySuffix.isEmpty();
    }

    /** @param name in lower case; a dot at its end does not count */
    public @Nullable T find(String name) {
        String asked = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        T found = exact.get(asked);
        for (int dot = asked.indexOf('.', 1); found == null && dot > 0; dot = asked.indexOf('.', dot + 1)) {
            found = bySuffix.get(asked.substring(dot + 1));
        }
        return found;
    }
}
