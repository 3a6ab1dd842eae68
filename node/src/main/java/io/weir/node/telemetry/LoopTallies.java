package io.weir.node.telemetry;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.TlsHandshake;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * What one loop counts. On the usual path each counter is found by an index: the route's id if it is still the same plan
 * (ids are given anew with each revision), the endpoint's slot (never given again). The rest is learnt by name, once.
 */
final class LoopTallies {
    private static final String NO_ROUTE = "(none)";

    /** More than the gateway has types of problems. */
    private static final int MOST_PROBLEMS = 64;

    private final Names names;
    private final Queue<Tally> all;
    private final Map<String, RouteTally> routesByName = new HashMap<>();
    private final Map<String, EndpointTally> endpointsByName = new HashMap<>();
    private final Map<String, ProblemTally> problems = new HashMap<>();
    private final Map<String, HandshakeTally> handshakes = new HashMap<>();
    private final Map<String, RefusalTally> refusals = new HashMap<>();
    private @Nullable RoutePlan[] plans = new RoutePlan[64];
    private @Nullable RouteTally[] routes = new RouteTally[64];
    private @Nullable EndpointTally[] endpoints = new EndpointTally[64];
    private final ConsumerTallies consumers;
    final ConnectionTally connections;

    /**
     * @param names those that have series of their own; shared by the loops
     * @param all where new tallies are handed to the collector; shared and thread-safe
     */
    LoopTallies(Names names, Queue<Tally> all) {
        this.names = names;
        this.all = all;
        this.consumers = new ConsumerTallies(names, all);
        this.connections = handed(new ConnectionTally());
    }

    void add(ExchangeRecord exchange) {
        route(exchange.route()).add(exchange);
        consumers.add(exchange.consumer(), exchange);
        EndpointPlan endpoint = exchange.endpoint();
        if (endpoint != null) {
            endpoint(endpoint).add(exchange);
        }
        String problem = exchange.problemType();
        if (problem != null) {
            problem(problem).add();
        }
    }

    void add(EndpointPlan plan, TlsHandshake how) {
        endpoint(plan).add(how);
    }

    @SuppressWarnings("ReferenceEquality") // the same plan or not: comparing its parts would take longer than counting
    private RouteTally route(@Nullable RoutePlan plan) {
        if (plan == null) {
            return routeCalled(NO_ROUTE);
        }
        int id = plan.id();
        if (id < plans.length && plans[id] == plan) {
            RouteTally known = routes[id];
            if (known != null) {
                return known;
            }
        }
        return learn(plan);
    }

    private RouteTally learn(RoutePlan plan) {
        int id = plan.id();
        if (id >= plans.length) {
            int length = Math.max(id + 1, plans.length * 2);
            plans = Arrays.copyOf(plans, length);
            routes = Arrays.copyOf(routes, length);
        }
        RouteTally tally = routeCalled(plan.name());
        plans[id] = plan;
        routes[id] = tally;
        return tally;
    }

    private RouteTally routeCalled(String name) {
        RouteTally known = routesByName.get(name);
        return known != null ? known : newRoute(name);
    }

    private RouteTally newRoute(String name) {
        if (!name.equals(Names.OTHER) && !names.admits("route " + name)) {
            return routeCalled(Names.OTHER);
        }
        RouteTally tally = handed(new RouteTally(name));
        routesByName.put(name, tally);
        return tally;
    }

    private EndpointTally endpoint(EndpointPlan plan) {
        int slot = plan.status().slot();
        if (slot < endpoints.length) {
            EndpointTally known = endpoints[slot];
            if (known != null) {
                return known;
            }
        } else {
            endpoints = Arrays.copyOf(endpoints, Math.max(slot + 1, endpoints.length * 2));
        }
        EndpointTally tally = newEndpoint(plan.upstream(), plan.id());
        endpoints[slot] = tally;
        return tally;
    }

    private EndpointTally newEndpoint(String upstream, String endpoint) {
        boolean own = names.admits("endpoint " + upstream + '/' + endpoint);
        String key = own ? upstream + '/' + endpoint : Names.OTHER;
        EndpointTally known = endpointsByName.get(key);
        if (known != null) {
            return known;
        }
        EndpointTally tally =
                handed(own ? new EndpointTally(upstream, endpoint) : new EndpointTally(Names.OTHER, Names.OTHER));
        endpointsByName.put(key, tally);
        return tally;
    }

    HandshakeTally handshakes(String listener) {
        HandshakeTally known = handshakes.get(listener);
        if (known != null) {
            return known;
        }
        if (!listener.equals(Names.OTHER) && !names.admits("listener " + listener)) {
            return handshakes(Names.OTHER);
        }
        HandshakeTally tally = handed(new HandshakeTally(listener));
        handshakes.put(listener, tally);
        return tally;
    }

    RefusalTally refusals(String listener) {
        RefusalTally known = refusals.get(listener);
        if (known != null) {
            return known;
        }
        if (!listener.equals(Names.OTHER) && !names.admits("listener " + listener)) {
            return refusals(Names.OTHER);
        }
        RefusalTally tally = handed(new RefusalTally(listener));
        refusals.put(listener, tally);
        return tally;
    }

    private ProblemTally problem(String type) {
        ProblemTally known = problems.get(type);
        if (known != null) {
            return known;
        }
        if (!type.equals(Names.OTHER) && problems.size() >= MOST_PROBLEMS) {
            return problem(Names.OTHER);
        }
        ProblemTally tally = handed(new ProblemTally(type));
        problems.put(type, tally);
        return tally;
    }

    private <T extends Tally> T handed(T tally) {
        all.add(tally);
        return tally;
    }
}
