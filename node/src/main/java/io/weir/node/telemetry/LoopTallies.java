package io.weir.node.telemetry;

import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.ExchangeRecord;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpMeter;
import io.weir.node.state.TcpRecord;
import io.weir.node.state.TlsHandshake;
import io.weir.protocol.grpc.GrpcCode;
import io.weir.protocol.http.RequestHead;
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

    /** Consumers that only a token or a certificate names, together. */
    private static final String UNDECLARED = "(undeclared)";

    /** More than the gateway has types of problems. */
    private static final int MOST_PROBLEMS = 64;

    private final Names names;
    private final Queue<Tally> all;
    private final Map<String, EndpointTally> endpointsByName = new HashMap<>();
    private final Map<String, ProblemTally> problems = new HashMap<>();
    private @Nullable RoutePlan[] plans = new RoutePlan[64];
    private @Nullable RouteTally[] routes = new RouteTally[64];
    private final Map<String, VersionTallies> versions = new HashMap<>();
    private final VersionBook book;
    private @Nullable EndpointTally[] endpoints = new EndpointTally[64];
    private final NamedTallies<RouteTally> routesByName;
    private final NamedTallies<ConsumerTally> consumers;
    private final NamedTallies<CallTally> calls;
    private final NamedTallies<OperationTally> operations;
    private final ConsumerTally undeclared;
    private final NamedTallies<HandshakeTally> handshakes;
    private final NamedTallies<RefusalTally> refusals;
    private final NamedTallies<TunnelTally> tunnels;
    final ConnectionTally connections;
    final ConnectionTally http2Connections;
    final ConnectionTally http2Streams;
    private final TcpTallies tcp;

    /**
     * @param names those that have series of their own; shared by the loops
     * @param methods of gRPC, and operations of GraphQL, that have; shared by the loops
     * @param book of who calls versions; shared by the loops
     * @param all where new tallies are handed to the collector; shared and thread-safe
     */
    LoopTallies(Names names, Names methods, VersionBook book, Queue<Tally> all) {
        this.names = names;
        this.book = book;
        this.all = all;
        this.routesByName = new NamedTallies<>("route ", RouteTally::new, names, all);
        this.consumers = new NamedTallies<>("consumer ", ConsumerTally::new, names, all);
        this.calls = new NamedTallies<>("", CallTally::new, methods, all);
        this.operations = new NamedTallies<>("operation ", OperationTally::new, methods, all);
        this.undeclared = handed(new ConsumerTally(UNDECLARED));
        this.handshakes = new NamedTallies<>("listener ", HandshakeTally::new, names, all);
        this.refusals = new NamedTallies<>("listener ", RefusalTally::new, names, all);
        this.tunnels = new NamedTallies<>("route ", TunnelTally::new, names, all);
        this.connections = handed(new ConnectionTally(Metric.CONNECTIONS_OPENED, Metric.CONNECTIONS));
        this.http2Connections = handed(new ConnectionTally(Metric.HTTP2_CONNECTIONS_OPENED, Metric.HTTP2_CONNECTIONS));
        this.http2Streams = handed(new ConnectionTally(Metric.HTTP2_STREAMS_OPENED, Metric.HTTP2_STREAMS));
        this.tcp = new TcpTallies(names, all);
    }

    void add(ExchangeRecord exchange) {
        RoutePlan plan = exchange.route();
        route(plan).add(exchange);
        if (plan != null && plan.version() != null) {
            version(plan, plan.version()).add(exchange);
        }
        ConsumerPlan consumer = exchange.consumer();
        if (consumer != null) {
            (consumer.declared() ? consumers.of(consumer.name()) : undeclared).add(exchange);
        }
        EndpointPlan endpoint = exchange.endpoint();
        if (endpoint != null) {
            endpoint(endpoint).add(exchange);
        }
        GrpcCode code = exchange.grpcCode();
        if (code != null) {
            call(exchange, code);
        }
        String operation = exchange.operation();
        if (operation != null) {
            operations.of(operation).add(exchange);
        }
        String problem = exchange.problemType();
        if (problem != null) {
            problem(problem).add();
        }
    }

    private VersionTallies version(RoutePlan plan, String version) {
        VersionTallies known = versions.get(plan.name());
        if (known != null) {
            return known;
        }
        String api = plan.api();
        VersionTallies made = new VersionTallies(api == null ? "" : api, version, plan.name(), book, all);
        versions.put(plan.name(), made);
        return made;
    }

    /** By its method, where a backend knows it: others are anything that a client makes up. */
    private void call(ExchangeRecord exchange, GrpcCode code) {
        RequestHead head = exchange.head();
        String method = head == null || exchange.endpoint() == null || code == GrpcCode.UNIMPLEMENTED
                ? Names.OTHER
                : method(head, exchange.callTarget());
        calls.of(method).add(code, exchange);
    }

    private static String method(RequestHead head, @Nullable String target) {
        return target == null ? head.text(head.pathStart() + 1, head.pathEnd()) : target.substring(1);
    }

    TcpMeter tcpBegun(String listener, String upstream) {
        return tcp.begun(listener, upstream);
    }

    void add(TcpRecord record) {
        tcp.ended(record);
        EndpointPlan endpoint = record.endpoint();
        if (endpoint != null && record.end() == TcpEnd.CONNECT_FAILED) {
            endpoint(endpoint).addFailure();
        }
    }

    void add(EndpointPlan plan, TlsHandshake how) {
        endpoint(plan).add(how);
    }

    void addConnection(EndpointPlan plan, boolean opened) {
        endpoint(plan).connection(opened);
    }

    @SuppressWarnings("ReferenceEquality") // the same plan or not: comparing its parts would take longer than counting
    private RouteTally route(@Nullable RoutePlan plan) {
        if (plan == null) {
            return routesByName.of(NO_ROUTE);
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
        RouteTally tally = routesByName.of(plan.name());
        plans[id] = plan;
        routes[id] = tally;
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
        return handshakes.of(listener);
    }

    TunnelTally tunnels(RoutePlan route) {
        return tunnels.of(route.name());
    }

    RefusalTally refusals(String listener) {
        return refusals.of(listener);
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
