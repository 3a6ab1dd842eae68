package io.weir.config.parse;

import io.weir.config.model.Api;
import io.weir.config.model.Match;
import io.weir.config.model.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds routes between which no rule decides: same host, same shape of path, equally specific, and some request that
 * both would take. More header and query conditions are more specific, then having methods, then having listeners.
 *
 * <p>Only routes that agree in all of that are compared with each other, and those that ask for different values of one
 * field are kept apart beforehand, so that ten thousand routes on one path cost no more than elsewhere.
 */
final class RouteTies {
    private record Claim(String name, Match match, Place place) {}

    private record Group(String host, String path, int fields, boolean methods, boolean listeners) {}

    private final Mistakes mistakes;
    private final Map<Group, List<Claim>> claims = new LinkedHashMap<>();
    private final Set<String> reported = new HashSet<>();

    RouteTies(Mistakes mistakes) {
        this.mistakes = mistakes;
    }

    void route(Route route, Place place) {
        claim(new Claim("route \"" + route.name() + "\"", route.match(), place));
    }

    /** An api takes everything under its path, and under its versions' paths if they are named there. */
    void api(Api api, Place place) {
        String name = "api \"" + api.name() + "\"";
        String begin = api.path().endsWith("/") ? api.path() : api.path() + "/";
        claim(new Claim(name, under(api, begin), place));
        if (api.versioning().by() == Api.By.PATH) {
            api.versions().forEach(version -> claim(new Claim(name, under(api, begin + version.name() + "/"), place)));
        }
    }

    private static Match under(Api api, String begin) {
        return new Match(api.hosts(), begin + "**", List.of(), List.of(), List.of(), List.of());
    }

    private void claim(Claim claim) {
        Match match = claim.match;
        List<String> hosts = match.hosts().isEmpty() ? List.of("") : match.hosts();
        String shape =
                match.path().indexOf('{') < 0 ? match.path() : match.path().replaceAll("\\{[^/}]*}", "{}");
        int fields = match.headers().size() + match.query().size();
        for (String host : hosts) {
            Group group = new Group(
                    host,
                    shape,
                    fields,
                    !match.methods().isEmpty(),
                    !match.listeners().isEmpty());
            claims.computeIfAbsent(group, any -> new ArrayList<>()).add(claim);
        }
    }

    /** Reports each route or api that ties with an earlier one, once. */
    void check() {
        claims.values().forEach(group -> check(group, new HashSet<>()));
    }

    private void check(List<Claim> group, Set<String> seen) {
        if (group.size() < 2 || mistakes.full()) {
            return;
        }
        String common = commonField(group, seen);
        if (common == null) {
            compare(group);
            return;
        }
        seen.add(common);
        Map<String, List<Claim>> byValue = new LinkedHashMap<>();
        for (Claim claim : group) {
            byValue.computeIfAbsent(values(claim.match).getOrDefault(common, ""), any -> new ArrayList<>())
                    .add(claim);
        }
        byValue.values().forEach(part -> check(part, new HashSet<>(seen)));
    }

    /** A field of which every route of the group asks for some value, and which was not looked at yet. */
    private static @Nullable String commonField(List<Claim> group, Set<String> seen) {
        for (String field : values(group.get(0).match).keySet()) {
            if (!seen.contains(field)
                    && group.stream().allMatch(claim -> values(claim.match).containsKey(field))) {
                return field;
            }
        }
        return null;
    }

    /** The values that are asked for, by {@code header:name} and {@code query:name}. */
    private static Map<String, String> values(Match match) {
        Map<String, String> values = new HashMap<>();
        match.headers().forEach(field -> put(values, "header:" + field.name().toLowerCase(Locale.ROOT), field.value()));
        match.query().forEach(field -> put(values, "query:" + field.name(), field.value()));
        return values;
    }

    private static void put(Map<String, String> values, String name, Optional<String> value) {
        value.ifPresent(text -> values.put(name, text));
    }

    private void compare(List<Claim> group) {
        for (int i = 1; i < group.size() && !mistakes.full(); i++) {
            for (int j = 0; j < i; j++) {
                if (meet(group.get(i).match, group.get(j).match)) {
                    report(group.get(i), group.get(j));
                    break;
                }
            }
        }
    }

    private void report(Claim claim, Claim other) {
        if (reported.add(claim.name)) {
            String where = claim.name + " takes the same requests as " + other.name + " in line "
                    + other.place.at().line();
            mistakes.add(claim.place, where, "routes that differ in host, path, method, header, query or listener");
        }
    }

    /** Whether some request satisfies both. */
    private static boolean meet(Match a, Match b) {
        if (!overlap(methods(a), methods(b)) || !overlap(a.listeners(), b.listeners())) {
            return false;
        }
        Map<String, String> of = values(b);
        return values(a).entrySet().stream().allMatch(field -> of.getOrDefault(field.getKey(), field.getValue())
                .equals(field.getValue()));
    }

    /** Whoever answers GET answers HEAD (RFC 9110 §9.3.2). */
    private static Collection<String> methods(Match match) {
        Set<String> methods = new HashSet<>(match.methods());
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return methods;
    }

    private static boolean overlap(Collection<String> a, Collection<String> b) {
        return a.isEmpty() || b.isEmpty() || a.stream().anyMatch(b::contains);
    }
}
