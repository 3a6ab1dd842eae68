package io.weir.node.admin;

import io.weir.node.state.AdminRole;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can be asked: one line each says method, path, who may, what it does, and who answers. A few dozen
 * entries: searched one after the other.
 */
final class Resources {
    private final List<Resource> resources = new ArrayList<>();

    /** Answers a call. May throw a {@link Refusal}. */
    interface Handler {
        CompletionStage<HttpResponse> handle(Call call);
    }

    /**
     * One method of one path.
     *
     * @param path as it is written: {@code /v1/upstreams/{upstream}}
     * @param role the least that is needed; empty: nobody has to say who he is
     * @param reads it takes a body
     * @param summary half a sentence, for the description of the API
     */
    record Resource(
            String method, String path, Optional<AdminRole> role, boolean reads, String summary, Handler handler) {
        /** Whether it changes something: such calls are noted in the audit log. */
        boolean changes() {
            return !method.equals("GET");
        }
    }

    /**
     * What was found for a path.
     *
     * @param resource null when the path has no such method
     * @param path values of the names in braces
     * @param methods that the path has; none: there is no such path
     */
    record Found(@Nullable Resource resource, Map<String, String> path, Set<String> methods) {}

    /** @param path a name in braces stands for any one segment: {@code /v1/upstreams/{upstream}} */
    Resources add(String method, String path, AdminRole role, String summary, Handler handler) {
        resources.add(new Resource(method, path, Optional.of(role), false, summary, handler));
        return this;
    }

    /** The same for one that reads its body: {@link JsonBody}, {@link DocumentBody}. */
    Resources addReading(String method, String path, AdminRole role, String summary, Handler handler) {
        resources.add(new Resource(method, path, Optional.of(role), true, summary, handler));
        return this;
    }

    /** A GET that needs no token. */
    Resources addOpen(String path, String summary, Handler handler) {
        resources.add(new Resource("GET", path, Optional.empty(), false, summary, handler));
        return this;
    }

    List<Resource> all() {
        return List.copyOf(resources);
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/"));
    }

    /** @param segments decoded */
    Found find(String method, List<String> segments) {
        // A HEAD is answered like a GET; the server leaves the body out.
        String wanted = method.equals("HEAD") ? "GET" : method;
        Set<String> methods = new TreeSet<>();
        for (Resource resource : resources) {
            Map<String, String> names = match(segments(resource.path), segments);
            if (names == null) {
                continue;
            }
            if (resource.method.equals(wanted)) {
                return new Found(resource, names, Set.of(method));
            }
            methods.add(resource.method);
            if (resource.method.equals("GET")) {
                methods.add("HEAD");
            }
        }
        return new Found(null, Map.of(), methods);
    }

    private static @Nullable Map<String, String> match(List<String> path, List<String> segments) {
        if (path.size() != segments.size()) {
            return null;
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (int i = 0; i < segments.size(); i++) {
            String expected = path.get(i);
            if (expected.startsWith("{")) {
                names.put(expected.substring(1, expected.length() - 1), segments.get(i));
            } else if (!expected.equals(segments.get(i))) {
                return null;
            }
        }
        return names;
    }
}
