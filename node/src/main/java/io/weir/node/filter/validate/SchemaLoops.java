package io.weir.node.filter.validate;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which schemas lead to which for the same value. Round in circles is nonsense (2020-12 §9.4.1), and would not end. */
final class SchemaLoops {
    private final Map<String, List<String>> leads = new LinkedHashMap<>();

    void leads(String from, String to) {
        leads.computeIfAbsent(from, key -> new ArrayList<>()).add(to);
    }

    /** @throws SchemaException at a schema that leads back to itself */
    void check() throws SchemaException {
        Set<String> done = new HashSet<>();
        for (String start : leads.keySet()) {
            follow(start, done);
        }
    }

    /** Depth first, without recursion: chains may be long. */
    private void follow(String start, Set<String> done) throws SchemaException {
        Map<String, Iterator<String>> open = new HashMap<>();
        Deque<String> way = new ArrayDeque<>();
        enter(start, open, way);
        while (!way.isEmpty()) {
            String at = way.getLast();
            Iterator<String> rest = open.getOrDefault(at, List.<String>of().iterator());
            if (!rest.hasNext()) {
                way.removeLast();
                open.remove(at);
                done.add(at);
                continue;
            }
            String next = rest.next();
            if (open.containsKey(next)) {
                throw new SchemaException(next, "refers to itself, round in a circle");
            }
            if (!done.contains(next)) {
                enter(next, open, way);
            }
        }
    }

    private void enter(String pointer, Map<String, Iterator<String>> open, Deque<String> way) {
        open.put(pointer, leads.getOrDefault(pointer, List.of()).iterator());
        way.addLast(pointer);
    }
}
