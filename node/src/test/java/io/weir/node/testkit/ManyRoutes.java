package io.weir.node.testkit;

import io.weir.config.model.Match;
import io.weir.node.decide.route.RouteSpec;
import io.weir.node.decide.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A large table such as a big company has: 10,000 routes on 500 hosts, exact paths, parameters, rests and conditions in
 * turn; and a request for each, in random order.
 */
public final class ManyRoutes {
    public static final int ROUTES = 10_000;

    private static final int HOSTS = 500;
    private static final int KINDS = 4;

    private ManyRoutes() {}

    public static RouteTable table() {
        List<RouteSpec> specs = new ArrayList<>();
        for (int i = 0; i < ROUTES; i++) {
            specs.add(RouteSpec.of(route(i), i));
        }
        return RouteTable.of(specs);
    }

    private static Match route(int i) {
        String host = i % 10 == 9 ? "*.team-" + i % HOSTS + ".example.com" : "api-" + i % HOSTS + ".example.com";
        String path = "/v1/service-" + i / HOSTS;
        List<Match.FieldMatch> beta =
                i % KINDS == 3 ? List.of(new Match.FieldMatch("X-Beta", Optional.of("yes"))) : List.of();
        String pattern =
                switch (i % KINDS) {
                    case 0 -> path + "/items";
                    case 1 -> path + "/items/{id}/lines/{line}";
                    default -> path + "/**";
                };
        return new Match(List.of(host), pattern, List.of("GET", "POST"), beta, List.of(), List.of());
    }

    /** One that each route takes, in random order. */
    public static TestHead[] heads() {
        List<TestHead> heads = new ArrayList<>();
        for (int i = 0; i < ROUTES; i++) {
            heads.add(head(i));
        }
        java.util.Collections.shuffle(heads, new Random(1));
        return heads.toArray(TestHead[]::new);
    }

    private static TestHead head(int i) {
        String host = i % 10 == 9 ? "eu.team-" + i % HOSTS + ".example.com" : "api-" + i % HOSTS + ".example.com";
        String path = "/v1/service-" + i / HOSTS;
        String rest =
                switch (i % KINDS) {
                    case 0 -> "/items";
                    case 1 -> "/items/4711/lines/12";
                    default -> "/any/rest/of/it?with=query";
                };
        return TestHead.of("GET " + path + rest + " HTTP/1.1\r\nHost: " + host
                + "\r\nUser-Agent: curl/8.5.0\r\nAccept: */*\r\nX-Beta: yes\r\nX-Request-Id: 4f2b\r\n");
    }
}
