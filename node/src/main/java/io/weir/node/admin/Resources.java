package io.weir.node.admin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/** Which handler answers which method and path. A few dozen entries: searched one after the other. */
final class Resources {
    private final List<Resource> resources = new ArrayList<>();

    /** Answers a call. May throw a {@link Refusal}. */
    interface Handler {
        CompletionStage<HttpResponse> handle(Call call);
    }

    private record Resource(String method, List<String> path, boolean open, Handler handler) {}

    /**
     * What was found for a path.
     *
     * @param handler null when the path has no such method
     * @param open needs no token
     * @param path values of the names in braces
     * @param methods that the path has; none: there is no such path
     */
    record Found(@Nullable Handler handler, boolean open, Map<String, String> path, Set<String> methods) {}

    /** @param path segments, a name in braces stands for any one segment: {@code /v1/upstreams/{upstream}} */
    Resources add(String method, String path, Handler handler) {
        resources.add(new Resource(method, segments(path), false, handler));
        return this;
    }

    /** The same for a resource that needs no token. */
    Resources addOpen(String method, String path, Handler handler) {
        resources.add(new Resource(method, segments(path), true, handler));
        return this;
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
            Map<String, String> names = match(resource.path, segments);
            if (names == null) {
                continue;
            }
            if (resource.method.equals(wanted)) {
                return new Found(resource.handler, resource.open, names, Set.of(method));
            }
            methods.add(resource.method);
            if (resource.method.equals("GET")) {
                methods.add("HEAD");
            }
        }
        return new Found(null, false, Map.of(), methods);
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
