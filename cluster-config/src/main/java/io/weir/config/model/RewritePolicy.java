package io.weir.config.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Rewrites the heads of requests that are forwarded, and of their backends' answers, with what is known of the exchange. */
public record RewritePolicy(String name, RequestEdits request, List<AnswerEdits> response) implements Policy {
    public RewritePolicy {
        response = List.copyOf(response);
    }

    /**
     * @param method none: as the client has it
     * @param path from its slash on, of literal text and variables that stand within one segment
     */
    public record RequestEdits(
            Optional<String> method, Optional<Template> path, TemplateEdits query, TemplateEdits headers) {
        public static final RequestEdits NONE =
                new RequestEdits(Optional.empty(), Optional.empty(), TemplateEdits.NONE, TemplateEdits.NONE);

        public boolean isEmpty() {
            return equals(NONE);
        }
    }

    /**
     * @param when statuses of the backend for which this is done; empty: all
     * @param status what the client is told instead
     */
    public record AnswerEdits(List<Statuses> when, Optional<Integer> status, TemplateEdits headers) {
        public AnswerEdits {
            when = List.copyOf(when);
        }
    }

    /** From and to, both included: {@code 404} or {@code 4xx}. */
    public record Statuses(int from, int to) {
        @Override
        public String toString() {
            return from == to ? String.valueOf(from) : from / 100 + "xx";
        }
    }

    /** Removed first, then renamed (new names by old), set (replacing), added. */
    public record TemplateEdits(
            List<String> remove, Map<String, String> rename, Map<String, Template> set, Map<String, Template> add) {
        public static final TemplateEdits NONE = new TemplateEdits(List.of(), Map.of(), Map.of(), Map.of());

        public TemplateEdits {
            remove = List.copyOf(remove);
            rename = Collections.unmodifiableMap(new LinkedHashMap<>(rename));
            set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
            add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
        }

        public boolean isEmpty() {
            return remove.isEmpty() && rename.isEmpty() && set.isEmpty() && add.isEmpty();
        }

        private Stream<Template> templates() {
            return Stream.concat(set.values().stream(), add.values().stream());
        }
    }

    /** All templates of requests and answers. */
    public Stream<Template> templates() {
        Stream<Template> requests = Stream.concat(
                request.path.stream(), Stream.concat(request.query.templates(), request.headers.templates()));
        return Stream.concat(requests, response.stream().flatMap(edits -> edits.headers.templates()));
    }
}
