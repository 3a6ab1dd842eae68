package io.weir.node.filter.validate;

import io.weir.protocol.http.Method;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The paths and operations of a description, ready to be looked up: by number of segments and the first one, so that few are
 * left to be compared. Immutable.
 */
final class ContractPaths {
    private final String base;
    private final Map<Shelf, List<Entry>> shelves;

    private ContractPaths(String base, Map<Shelf, List<Entry>> shelves) {
        this.base = base;
        this.shelves = shelves;
    }

    /** @param first empty where the first segment has a parameter */
    private record Shelf(int size, String first) {}

    private record Entry(PathTemplate template, EnumMap<Method, ContractReader.Operation> operations) {}

    /** A path that is described, and the request's own. */
    record Match(PathTemplate template, String[] segments, EnumMap<Method, ContractReader.Operation> operations) {
        /** HEAD is GET without its content (RFC 9110 §9.3.2). */
        ContractReader.@Nullable Operation operation(Method method) {
            ContractReader.Operation found = operations.get(method);
            return found == null && method == Method.HEAD ? operations.get(Method.GET) : found;
        }

        String allow() {
            List<String> names = new ArrayList<>();
            for (Method method : operations.keySet()) {
                names.add(method.name());
            }
            if (operations.containsKey(Method.GET) && !operations.containsKey(Method.HEAD)) {
                names.add(Method.HEAD.name());
            }
            return String.join(", ", names);
        }
    }

    /** Null: no such path is described. */
    @Nullable
    Match find(String path) {
        if (!path.startsWith(base) || path.length() == base.length() || path.charAt(base.length()) != '/') {
            return null;
        }
        String[] segments = path.substring(base.length() + 1).split("/", -1);
        Match found = segments[0].isEmpty() ? null : find(segments, segments[0]);
        return found == null ? find(segments, "") : found;
    }

    private @Nullable Match find(String[] segments, String first) {
        for (Entry entry : shelves.getOrDefault(new Shelf(segments.length, first), List.of())) {
            if (entry.template().matches(segments)) {
                return new Match(entry.template(), segments, entry.operations());
            }
        }
        return null;
    }

    /** Collects operations. */
    static final class Builder {
        private final String base;
        private final Map<String, Entry> byPath = new HashMap<>();
        private final Map<String, String> shapes = new HashMap<>();

        Builder(String base) {
            this.base = base;
        }

        void add(String path, Method method, ContractReader.Operation operation) throws SchemaException {
            String pointer = Pointers.child("/paths", path);
            Entry known = byPath.get(path);
            if (known == null) {
                known = new Entry(PathTemplate.of(path, pointer), ContractReader.none());
                byPath.put(path, known);
                String same = shapes.put(known.template().shape(), path);
                if (same != null) {
                    throw new SchemaException(pointer, "is the same as " + same + " but for the names of parameters");
                }
            }
            known.operations().put(method, operation);
        }

        ContractPaths build() {
            Map<Shelf, List<Entry>> shelves = new HashMap<>();
            for (Entry entry : byPath.values()) {
                Shelf shelf =
                        new Shelf(entry.template().size(), entry.template().first());
                shelves.computeIfAbsent(shelf, key -> new ArrayList<>()).add(entry);
            }
            for (List<Entry> entries : shelves.values()) {
                entries.sort((one, other) -> PathTemplate.compare(one.template(), other.template()));
            }
            return new ContractPaths(base, shelves);
        }
    }
}
