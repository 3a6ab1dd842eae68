package io.weir.config.parse;

import io.weir.config.model.Api;
import io.weir.config.model.Match;
import io.weir.config.model.Route;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds routes between which no rule decides: same host, same shape of path, equally specific, and some request that
 * both would take. Routes are grouped by host and path first, so only few are compared with each other.
 */
final class RouteTies {
    private record Claim(String name, Match match, Place place) {}

    private final Mistakes mistakes;
    private final Map<String, List<Claim>> claims = new HashMap<>();

    RouteTies(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void route(Route route, Place place) {
        claim(new Claim("route \"" + route.name() + "\"", route.match(), place));
    }

    /** An api takes everything under its path. */
    void api(Api api, Place place) {
        String begin = api.path().endsWith("/") ? api.path() : api.path() + "/";
        Match match = new Match(api.hosts(), begin + "**", List.of(), List.of(), List.of(), List.of());
        claim(new Claim("api \"" + api.name() + "\"", match, place));
    }

    private void claim(Claim claim) {
        List<String> hosts = claim.match.hosts().isEmpty() ? List.of("") : claim.match.hosts();
        String shape = claim.match.path().replaceAll("\\{[^/}]*}", "{}");
        for (String host : hosts) {
            claims.computeIfAbsent(host + shape, any -> new ArrayList<>()).add(claim);
        }
    }

    void check() {
        for (List<Claim> group : claims.values()) {
            for (int i = 1; i < group.size() && !mistakes.full(); i++) {
                for (int j = 0; j < i; j++) {
                    if (tie(group.get(i).match, group.get(j).match)) {
                        report(group.get(i), group.get(j));
                        break;
                    }
                }
            }
        }
    }

    private void report(Claim claim, Claim other) {
        String message = claim.name + " takes the same requests as " + other.name + " in line "
                + other.place.at().line();
        mistakes.add(claim.place, message, "routes that differ in host, path, method, header or query");
    }

    private static boolean tie(Match a, Match b) {
        return a.headers().size() + a.query().size()
                        == b.headers().size() + b.query().size()
                && a.methods().isEmpty() == b.methods().isEmpty()
                && a.listeners().isEmpty() == b.listeners().isEmpty()
                && meet(a.methods(), b.methods())
                && meet(a.listeners(), b.listeners())
                && compatible(a.headers(), b.headers())
                && compatible(a.query(), b.query());
    }

    private static boolean meet(List<String> a, List<String> b) {
        return a.isEmpty() || b.isEmpty() || a.stream().anyMatch(b::contains);
    }

    /** False if one of them asks for another value of the same field, so that no request satisfies both. */
    private static boolean compatible(List<Match.FieldMatch> a, List<Match.FieldMatch> b) {
        for (Match.FieldMatch one : a) {
            for (Match.FieldMatch other : b) {
                if (one.name().equalsIgnoreCase(other.name())
                        && one.value().isPresent()
                        && other.value().isPresent()
                        && !one.value().equals(other.value())) {
                    return false;
                }
            }
        }
        return true;
    }
}
