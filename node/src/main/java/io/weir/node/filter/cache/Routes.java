package io.weir.node.filter.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Numbers for the names of routes, which entries have in their place. Thread-safe. */
final class Routes {
    private static final int MOST = 0xFFFF;

    private final Map<String, Integer> numbers = new ConcurrentHashMap<>();
    private final List<String> names = new CopyOnWriteArrayList<>();

    /** -1: there are too many already. */
    int number(String name) {
        Integer known = numbers.get(name);
        return known != null ? known : add(name);
    }

    private synchronized int add(String name) {
        if (names.size() >= MOST) {
            return -1;
        }
        return numbers.computeIfAbsent(name, any -> {
            names.add(name);
            return names.size() - 1;
        });
    }

    String name(int number) {
        return names.get(number);
    }
}
