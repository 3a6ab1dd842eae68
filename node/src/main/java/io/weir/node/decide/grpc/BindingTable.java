package io.weir.node.decide.grpc;

import io.weir.node.decide.grpc.PathTemplate.Literal;
import io.weir.node.decide.grpc.PathTemplate.Segment;
import io.weir.node.decide.grpc.PathTemplate.Wild;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds what is bound to a method and a path. A tree of segments, in which the more definite branch is tried first: a text
 * before {@code *} before {@code **}, a verb before none. Every node is looked at once at most, so that a lookup takes no
 * longer than the table is large, whatever the path. Immutable.
 */
public final class BindingTable<T> {
    /** Stands for every method. */
    public static final String ANY_METHOD = "*";

    private final Node<T> root;

    private BindingTable(Node<T> root) {
        this.root = root;
    }

    /** What a lookup comes to. */
    public sealed interface Lookup<T> {}

    /** @param segments of the path, as they were sent, without the verb */
    public record Found<T>(T value, PathTemplate template, List<String> segments) implements Lookup<T> {
        /** What the variable of that index is, as it was sent. */
        public String variable(int index) {
            PathTemplate.Variable variable = template.variables().get(index);
            int to = variable.to() == PathTemplate.Variable.OPEN ? segments.size() : variable.to();
            return String.join("/", segments.subList(variable.from(), to));
        }
    }

    /** @param allowed methods for which something is bound to the path, sorted; none: nothing is */
    public record Missed<T>(List<String> allowed) implements Lookup<T> {}

    private record Entry<T>(String method, PathTemplate template, T value) {
        boolean takes(String asked) {
            return method.equals(ANY_METHOD) || method.equals(asked);
        }
    }

    private static final class Node<T> {
        private final Map<String, Node<T>> literals = new HashMap<>();
        private final List<Entry<T>> ends = new ArrayList<>();
        private final List<Entry<T>> open = new ArrayList<>();
        private @Nullable Node<T> one;

        Node<T> child(Segment segment) {
            if (segment instanceof Literal literal) {
                return literals.computeIfAbsent(literal.text(), text -> new Node<>());
            }
            Node<T> known = one == null ? new Node<>() : one;
            one = known;
            return known;
        }
    }

    /**
     * @param method in capitals, as it was sent
     * @param path begins with a slash, without query
     */
    public Lookup<T> find(String method, String path) {
        List<String> segments = split(path);
        Search<T> search = new Search<>(method, segments);
        int last = segments.size() - 1;
        String text = last < 0 ? "" : segments.get(last);
        int colon = text.lastIndexOf(':');
        if (colon >= 0) {
            segments.set(last, text.substring(0, colon));
            Found<T> found = search.from(root, 0, text.substring(colon + 1));
            if (found != null) {
                return found;
            }
            segments.set(last, text);
        }
        Found<T> found = search.from(root, 0, "");
        return found == null ? new Missed<>(List.copyOf(search.allowed)) : found;
    }

    private static List<String> split(String path) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start < path.length()) {
            int slash = path.indexOf('/', start);
            int end = slash < 0 ? path.length() : slash;
            segments.add(path.substring(start, end));
            start = end + 1;
            if (start == path.length()) {
                segments.add("");
            }
        }
        return segments;
    }

    private static final class Search<T> {
        private final String method;
        private final List<String> segments;
        private final TreeSet<String> allowed = new TreeSet<>();

        Search(String method, List<String> segments) {
            this.method = method;
            this.segments = segments;
        }

        @Nullable
        Found<T> from(Node<T> node, int depth, String verb) {
            Found<T> found = null;
            if (depth == segments.size()) {
                found = among(node.ends, verb);
            } else {
                String segment = segments.get(depth);
                Node<T> literal = node.literals.get(segment);
                if (literal != null) {
                    found = from(literal, depth + 1, verb);
                }
                if (found == null && node.one != null && !segment.isEmpty()) {
                    found = from(node.one, depth + 1, verb);
                }
            }
            return found == null ? among(node.open, verb) : found;
        }

        private @Nullable Found<T> among(List<Entry<T>> entries, String verb) {
            Entry<T> any = null;
            for (Entry<T> entry : entries) {
                if (!entry.template().verb().equals(verb)) {
                    continue;
                }
                if (entry.method().equals(method)) {
                    return found(entry);
                }
                any = entry.takes(method) ? entry : any;
                allowed.add(entry.method());
            }
            return any == null ? null : found(any);
        }

        private Found<T> found(Entry<T> entry) {
            return new Found<>(entry.value(), entry.template(), List.copyOf(segments));
        }
    }

    /** Collects bindings. One use. */
    public static final class Builder<T> {
        private final Node<T> root = new Node<>();
        private final Map<String, T> known = new HashMap<>();

        /** Answers what is bound to that method and those paths already, or null; then nothing is added. */
        public @Nullable T add(String method, PathTemplate template, T value) {
            T other = known.putIfAbsent(method + ' ' + template.shape(), value);
            if (other != null) {
                return other;
            }
            Node<T> node = root;
            for (Segment segment : template.segments()) {
                if (segment != Wild.REST) {
                    node = node.child(segment);
                }
            }
            (template.isOpen() ? node.open : node.ends).add(new Entry<>(method, template, value));
            return null;
        }

        public BindingTable<T> build() {
            return new BindingTable<>(root);
        }
    }
}
