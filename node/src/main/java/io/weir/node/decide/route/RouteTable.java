package io.weir.node.decide.route;

import io.weir.config.model.Match;
import io.weir.protocol.http.RequestHead;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Finds the most specific route of a request: by host ({@link HostTable}), then by path ({@link PathTree}), then by the
 * other conditions ({@link Candidate}). Where those fail the next less specific path is tried, then the next less
 * specific host. Immutable; a match allocates nothing and takes well under a microsecond with 10,000 routes.
 */
public final class RouteTable {
    /** No route matches. */
    public static final int NONE = -1;

    private final HostTable hosts;

    private RouteTable(HostTable hosts) {
        this.hosts = hosts;
    }

    /** Of two that are equally specific the earlier one wins; the document's validation refuses such pairs. */
    public static RouteTable of(List<RouteSpec> specs) {
        Map<String, PathTree> byHost = new LinkedHashMap<>();
        for (RouteSpec spec : specs) {
            Match match = spec.match();
            Candidate candidate = new Candidate(spec);
            for (String host : match.hosts().isEmpty() ? List.of(HostTable.ANY) : match.hosts()) {
                byHost.computeIfAbsent(host.toLowerCase(Locale.ROOT), any -> new PathTree())
                        .add(match.path(), candidate);
            }
        }
        byHost.values().forEach(PathTree::seal);
        return new RouteTable(HostTable.of(byHost));
    }

    /**
     * The route, or {@link #NONE}. {@code captures} then holds its path parameters, or the methods that the path would
     * have had.
     */
    public int match(RequestHead head, Captures captures) {
        captures.clear();
        HostTable.Entry host = hosts.first(head.buffer(), head.hostStart(), head.hostEnd());
        while (host != null) {
            int route = host.paths().match(head, captures);
            if (route != NONE) {
                return route;
            }
            host = host.next();
        }
        return NONE;
    }

    /** Names of the parameters of a path pattern, in order. */
    public static List<String> parameterNames(String path) {
        List<String> names = new ArrayList<>();
        for (int open = path.indexOf("/{"); open >= 0; open = path.indexOf("/{", open + 1)) {
            names.add(path.substring(open + 2, path.indexOf('}', open)));
        }
        return names;
    }
}
