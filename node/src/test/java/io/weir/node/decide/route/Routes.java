package io.weir.node.decide.route;

import io.weir.config.model.Match;
import io.weir.node.testkit.TestHead;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Routes with names, and the table of them. */
final class Routes {
    private final List<String> names = new ArrayList<>();
    private final List<RouteSpec> specs = new ArrayList<>();

    Routes add(String name, Match match) {
        specs.add(RouteSpec.of(match, names.size()));
        names.add(name);
        return this;
    }

    /** The name of the route, or {@code none}. */
    String find(TestHead head, Captures captures) {
        int route = RouteTable.of(specs).match(head, captures);
        return route == RouteTable.NONE ? "none" : names.get(route);
    }

    String find(String head, Captures captures) {
        return find(TestHead.of(head), captures);
    }

    /** @param host empty: any */
    static Match match(String path, String host, String... methods) {
        List<String> hosts = host.isEmpty() ? List.of() : List.of(host);
        return new Match(hosts, path, List.of(methods), List.of(), List.of(), List.of());
    }

    static Conditions where(String path) {
        return new Conditions(path);
    }

    /** A match with conditions on fields, parameters and listeners. */
    static final class Conditions {
        private final String path;
        private final List<Match.FieldMatch> headers = new ArrayList<>();
        private final List<Match.FieldMatch> query = new ArrayList<>();
        private final List<String> listeners = new ArrayList<>();

        private Conditions(String path) {
            this.path = path;
        }

        Conditions header(String name) {
            headers.add(new Match.FieldMatch(name, Optional.empty()));
            return this;
        }

        Conditions header(String name, String value) {
            headers.add(new Match.FieldMatch(name, Optional.of(value)));
            return this;
        }

        Conditions query(String name, String value) {
            query.add(new Match.FieldMatch(name, Optional.of(value)));
            return this;
        }

        Conditions listener(String name) {
            listeners.add(name);
            return this;
        }

        Match build() {
            return new Match(List.of(), path, List.of(), headers, query, listeners);
        }
    }
}
