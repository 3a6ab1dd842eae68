package io.weir.node.telemetry;

import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Function;

/** What one loop counts of things by their names; those that come when there is no room for more share {@link Names#OTHER}. */
final class NamedTallies<T extends Tally> {
    private final Map<String, T> byName = new HashMap<>();
    private final String kind;
    private final Function<String, T> make;
    private final Names names;
    private final Queue<Tally> all;

    /**
     * @param kind what names of another kind differ by: {@code "route "}
     * @param names and {@code all}: as for {@link LoopTallies}
     */
    NamedTallies(String kind, Function<String, T> make, Names names, Queue<Tally> all) {
        this.kind = kind;
        this.make = make;
        this.names = names;
        this.all = all;
    }

    T of(String name) {
        T known = byName.get(name);
        return known != null ? known : learn(name);
    }

    private T learn(String name) {
        if (!name.equals(Names.OTHER) && !names.admits(kind + name)) {
            return of(Names.OTHER);
        }
        T tally = make.apply(name);
        all.add(tally);
        byName.put(name, tally);
        return tally;
    }
}
