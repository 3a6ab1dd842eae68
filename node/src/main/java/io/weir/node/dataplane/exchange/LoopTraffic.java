package io.weir.node.dataplane.exchange;

import io.weir.node.dataplane.fields.FieldsReader;
import io.weir.node.dataplane.fields.FieldsWriter;
import io.weir.node.dataplane.loop.Loop;
import io.weir.node.dataplane.upstream.UpstreamPools;
import io.weir.node.decide.retry.Retries;
import io.weir.node.state.Certificates;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.UpstreamPlan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All exchanges of one loop, and what they share. Only on that loop. */
public final class LoopTraffic {
    private static final int MOST_SPARE = 1024;

    private final Loop loop;
    private final UpstreamPools pools;
    private final ChallengeAnswers challenges;
    private final Set<OpenConnection> connections = new HashSet<>();
    private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
    private final Map<String, UpstreamLane> lanesByName = new HashMap<>();
    private @Nullable UpstreamLane[] lanes = new UpstreamLane[0];
    private @Nullable RouteSheet[] sheets = new RouteSheet[0];
    private final FieldsReader fieldsReader = new FieldsReader();
    private final FieldsWriter fieldsWriter = new FieldsWriter();
    private boolean draining;

    /** @param certificates whose open challenges are answered */
    public LoopTraffic(Loop loop, UpstreamPools.Gates gates, Certificates certificates) {
        this.loop = loop;
        this.challenges = new ChallengeAnswers(certificates);
        this.pools = new UpstreamPools(loop, gates);
    }

    public Loop loop() {
        return loop;
    }

    /** What HPACK's decoders fill: used up before another list is read. */
    public FieldsReader fieldsReader() {
        return fieldsReader;
    }

    /** What makes heads into fields. */
    public FieldsWriter fieldsWriter() {
        return fieldsWriter;
    }

    ChallengeAnswers challenges() {
        return challenges;
    }

    /** The connections to endpoints. */
    public UpstreamPools pools() {
        return pools;
    }

    /** What the plan means in bytes: made once a loop and revision. */
    @SuppressWarnings("ReferenceEquality") // one object for each route of a revision
    RouteSheet sheet(RoutePlan plan) {
        int id = plan.id();
        if (id >= sheets.length) {
            sheets = Arrays.copyOf(sheets, Math.max(16, id * 2));
        }
        RouteSheet sheet = sheets[id];
        if (sheet == null || sheet.plan != plan) {
            sheet = new RouteSheet(plan);
            sheets[id] = sheet;
        }
        return sheet;
    }

    /** When attempts at endpoints of the upstream are followed by others. */
    public Retries retries(UpstreamPlan plan) {
        return lane(plan).retries;
    }

    @SuppressWarnings("ReferenceEquality") // one object for each upstream of a revision
    UpstreamLane lane(UpstreamPlan plan) {
        int id = plan.id();
        if (id >= lanes.length) {
            lanes = Arrays.copyOf(lanes, Math.max(16, id * 2));
        }
        UpstreamLane lane = lanes[id];
        if (lane == null || lane.plan != plan) {
            lane = lanesByName.computeIfAbsent(plan.name(), name -> new UpstreamLane(plan));
            lane.follow(plan);
            lanes[id] = lane;
        }
        return lane;
    }

    /** A new exchange that waits for the head of a request. */
    public Exchange begin(ClientStream client) {
        Exchange exchange = spare.pollLast();
        if (exchange == null) {
            exchange = new Exchange(this);
        }
        exchange.begin(client);
        return exchange;
    }

    /** Nobody refers to it any more. */
    void recycle(Exchange exchange) {
        if (spare.size() < MOST_SPARE) {
            spare.addLast(exchange);
        }
    }

    public void opened(OpenConnection connection) {
        connections.add(connection);
        loop.recorder().connectionOpened();
    }

    /** The same connection in other hands: it has turned out to speak another protocol. */
    public void handedOver(OpenConnection from, OpenConnection to) {
        connections.remove(from);
        connections.add(to);
    }

    public void closed(OpenConnection connection) {
        connections.remove(connection);
        loop.recorder().connectionClosed();
    }

    /** Whether connections are to be closed as soon as nothing is in flight on them. */
    public boolean draining() {
        return draining;
    }

    /** Closes idle connections now, the others after what they have in flight. */
    public void drain() {
        draining = true;
        new ArrayList<>(connections).forEach(OpenConnection::drain);
    }

    /** Closes all connections now. */
    public void abort() {
        new ArrayList<>(connections).forEach(OpenConnection::abort);
        pools.closeIdle();
    }

    /** Open connections, to clients and to endpoints. */
    public int allConnections() {
        return connections.size() + pools.open();
    }

    /** Open client connections. */
    public int connections() {
        return connections.size();
    }
}
