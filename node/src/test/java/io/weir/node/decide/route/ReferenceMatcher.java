package io.weir.node.decide.route;

import io.weir.config.model.Match;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What the route table must find, the slow way: looks at every route, and takes the most specific that matches. */
final class ReferenceMatcher {
    private final List<Match> routes;

    ReferenceMatcher(List<Match> routes) {
        this.routes = routes;
    }

    /** Index of the route, or {@link RouteTable#NONE}. */
    int match(String method, String host, String path) {
        return IntStream.range(0, routes.size())
                .boxed()
                .filter(i -> takes(routes.get(i), method, host, path))
                .min(Comparator.comparing((Integer i) -> -hostLength(routes.get(i), host))
                        .thenComparing(i -> shape(routes.get(i).path()))
                        .thenComparing(i -> routes.get(i).methods().isEmpty())
                        .thenComparing(i -> i))
                .orElse(RouteTable.NONE);
    }

    private static boolean takes(Match route, String method, String host, String path) {
        return hostLength(route, host) >= 0
                && matches(route.path(), path)
                && (route.methods().isEmpty() || route.methods().contains(method));
    }

    /** How much of the host the route spells out: exact before wildcards before any; -1: another host. */
    private static int hostLength(Match route, String host) {
        if (route.hosts().isEmpty()) {
            return 0;
        }
        String pattern = route.hosts().get(0);
        if (!pattern.startsWith("*.")) {
            return pattern.equals(host) ? Integer.MAX_VALUE : -1;
        }
        String suffix = pattern.substring(1);
        return host.endsWith(suffix) && host.length() > suffix.length() ? suffix.length() : -1;
    }

    private static boolean matches(String pattern, String path) {
        String[] wanted = pattern.split("/", -1);
        String[] there = path.split("/", -1);
        for (int i = 0; i < wanted.length; i++) {
            if (wanted[i].equals("**")) {
                return true;
            }
            boolean fits =
                    i < there.length && (wanted[i].startsWith("{") ? !there[i].isEmpty() : wanted[i].equals(there[i]));
            if (!fits) {
                return false;
            }
        }
        return wanted.length == there.length;
    }

    /** Sorts patterns of one path: in each segment what is spelled out, then the end, then a parameter, then a rest. */
    private static String shape(String pattern) {
        StringBuilder shape = new StringBuilder();
        for (String segment : pattern.substring(1).split("/", -1)) {
            shape.append(segment.equals("**") ? 'd' : segment.startsWith("{") ? 'c' : 'a');
        }
        return shape.append('b').toString();
    }
}
