package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.Recorder;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpMeter;
import io.weir.protocol.grpc.GrpcCode;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private final Telemetry telemetry = Telemetry.start(SampleNode.OFF);
    private final EndpointStatuses statuses = new EndpointStatuses();

    @Test
    void exchangesOfAllLoopsAreSummedByRouteAndClassOfStatus() {
        RoutePlan orders = SampleExchange.route(0, "orders");
        Recorder first = telemetry.forLoop(0);
        Recorder second = telemetry.forLoop(1);
        first.exchangeEnded(new SampleExchange().on(orders));
        second.exchangeEnded(new SampleExchange().on(orders));
        second.exchangeEnded(new SampleExchange().on(orders).answered(503, "no-endpoint"));
        second.exchangeEnded(new SampleExchange().answered(404, "no-route"));

        assertShows(
                "weir_requests_total{status=\"2xx\",route=\"orders\"} 2.0",
                "weir_requests_total{status=\"5xx\",route=\"orders\"} 1.0",
                "weir_requests_total{status=\"4xx\",route=\"(none)\"} 1.0",
                "weir_problems_total{type=\"no-endpoint\"} 1.0",
                "weir_problems_total{type=\"no-route\"} 1.0",
                "weir_request_body_bytes_total{route=\"orders\"} 30.0",
                "weir_response_body_bytes_total{route=\"orders\"} 891.0",
                "weir_request_duration_seconds_bucket{le=\"0.001\",route=\"orders\"} 0.0",
                "weir_request_duration_seconds_bucket{le=\"0.0025\",route=\"orders\"} 3.0",
                "weir_request_duration_seconds_count{route=\"orders\"} 3.0");
    }

    @Test
    void webSocketsAreCountedWhileTheyAreOpen() {
        Recorder loop = telemetry.forLoop(0);
        RoutePlan chat = SampleExchange.route(0, "chat");
        loop.tunnelOpened(chat);
        loop.tunnelOpened(chat);
        loop.tunnelMoved(chat, 10, 20);
        assertShows(
                "weir_tunnels{route=\"chat\"} 2.0",
                "weir_tunnel_received_bytes_total{route=\"chat\"} 10.0",
                "weir_tunnel_sent_bytes_total{route=\"chat\"} 20.0");
        loop.tunnelEnded(chat, 1_500_000_000L);
        loop.tunnelEnded(chat, 500_000_000L);
        assertShows(
                "weir_tunnels{route=\"chat\"} 0.0",
                "weir_tunnels_opened_total{route=\"chat\"} 2.0",
                "weir_tunnel_time_seconds_total{route=\"chat\"} 2.0");
    }

    @Test
    void callsAreCountedByTheirMethodHoweverTheyWereAskedFor() {
        Recorder loop = telemetry.forLoop(0);
        EndpointPlan endpoint = SampleExchange.endpoint(new EndpointStatuses(), "books", "h:1");
        SampleExchange transcoded = new SampleExchange().at(endpoint).calling("/demo.Library/GetBook");
        loop.exchangeEnded(transcoded.ended(GrpcCode.NOT_FOUND));
        SampleExchange own = new SampleExchange().at(endpoint);
        own.head = SampleHead.get("/demo.Library/GetBook");
        loop.exchangeEnded(own.ended(GrpcCode.NOT_FOUND));
        loop.exchangeEnded(new SampleExchange().at(endpoint).ended(GrpcCode.UNIMPLEMENTED));
        assertShows(
                "weir_grpc_calls_total{service=\"demo.Library\",method=\"GetBook\",code=\"NOT_FOUND\"} 2.0",
                "weir_grpc_calls_total{service=\"\",method=\"(other)\",code=\"UNIMPLEMENTED\"} 1.0");
    }

    @Test
    void readingTwiceCountsNothingTwice() {
        Recorder loop = telemetry.forLoop(0);
        RoutePlan orders = SampleExchange.route(0, "orders");
        loop.exchangeEnded(new SampleExchange().on(orders));
        telemetry.metricsText();
        assertShows("weir_requests_total{status=\"2xx\",route=\"orders\"} 1.0");
        loop.exchangeEnded(new SampleExchange().on(orders));
        assertShows("weir_requests_total{status=\"2xx\",route=\"orders\"} 2.0");
    }

    @Test
    void aRevisionThatGivesIdsAnewDoesNotMixRoutes() {
        Recorder loop = telemetry.forLoop(0);
        RoutePlan oldOrders = SampleExchange.route(0, "orders");
        RoutePlan newItems = SampleExchange.route(0, "items");
        RoutePlan newOrders = SampleExchange.route(500, "orders");
        for (RoutePlan plan : List.of(oldOrders, newItems, oldOrders, newOrders, newItems)) {
            loop.exchangeEnded(new SampleExchange().on(plan));
        }
        assertShows(
                "weir_requests_total{status=\"2xx\",route=\"orders\"} 3.0",
                "weir_requests_total{status=\"2xx\",route=\"items\"} 2.0");
    }

    @Test
    void endpointsAreCountedByWhatTheyAnsweredAndHowFast() {
        Recorder loop = telemetry.forLoop(0);
        for (int i = 0; i < 100; i++) {
            statuses.of("others", "h:" + i);
        }
        var endpoint = SampleExchange.endpoint(statuses, "shop", "10.0.0.1:80");
        loop.exchangeEnded(new SampleExchange().at(endpoint));
        loop.exchangeEnded(new SampleExchange().at(endpoint).answered(502, "bad-gateway"));
        assertShows(
                "weir_upstream_responses_total{status=\"2xx\",upstream=\"shop\",endpoint=\"10.0.0.1:80\"} 1.0",
                "weir_upstream_failures_total{upstream=\"shop\",endpoint=\"10.0.0.1:80\"} 1.0",
                "weir_upstream_latency_seconds_bucket{le=\"0.001\",upstream=\"shop\",endpoint=\"10.0.0.1:80\"} 0.0",
                "weir_upstream_latency_seconds_count{upstream=\"shop\",endpoint=\"10.0.0.1:80\"} 1.0");
    }

    @Test
    void namesBeyondTheBoundShareOneSeries() {
        Recorder loop = telemetry.forLoop(0);
        for (int i = 0; i < 2_010; i++) {
            loop.exchangeEnded(new SampleExchange().on(SampleExchange.route(i, "r" + i)));
        }
        assertShows(
                "weir_requests_total{status=\"2xx\",route=\"r1999\"} 1.0",
                "weir_requests_total{status=\"2xx\",route=\"(other)\"} 10.0");
        assertThat(telemetry.metricsText()).doesNotContain("r2000");
    }

    @Test
    void consumersOfTheDocumentAreCountedByNameAndAllOthersTogether() {
        Recorder first = telemetry.forLoop(0);
        Recorder second = telemetry.forLoop(1);
        first.exchangeEnded(new SampleExchange().of(ConsumerPlan.declared("acme", Set.of(), "gold")));
        second.exchangeEnded(new SampleExchange()
                .of(ConsumerPlan.declared("acme", Set.of(), "gold"))
                .answered(429, "rate-limited"));
        first.exchangeEnded(new SampleExchange().of(new ConsumerPlan("alice", Set.of(), new byte[0])));
        first.exchangeEnded(new SampleExchange().of(new ConsumerPlan("bob", Set.of(), new byte[0])));
        first.exchangeEnded(new SampleExchange());
        assertShows(
                "weir_consumer_requests_total{consumer=\"acme\",status=\"2xx\"} 1.0",
                "weir_consumer_requests_total{consumer=\"acme\",status=\"4xx\"} 1.0",
                "weir_consumer_requests_total{consumer=\"(undeclared)\",status=\"2xx\"} 2.0",
                "weir_consumer_request_body_bytes_total{consumer=\"acme\"} 20.0");
        assertThat(telemetry.metricsText()).doesNotContain("alice").doesNotContain("bob");
    }

    @Test
    void connectionsAreThoseOpenedAndNotClosed() {
        Recorder loop = telemetry.forLoop(0);
        loop.connectionOpened();
        loop.connectionOpened();
        telemetry.metricsText();
        loop.connectionClosed();
        assertShows("weir_connections 1.0", "weir_connections_opened_total 2.0");
    }

    @Test
    void connectionsAndStreamsOfHttp2AreCountedBeside() {
        Recorder loop = telemetry.forLoop(0);
        loop.http2Connection(true);
        loop.http2Stream(true);
        loop.http2Stream(true);
        loop.http2Stream(true);
        telemetry.metricsText();
        loop.http2Stream(false);
        assertShows(
                "weir_http2_connections 1.0",
                "weir_http2_connections_opened_total 1.0",
                "weir_http2_streams 2.0",
                "weir_http2_streams_opened_total 3.0");
        loop.http2Connection(false);
        assertShows("weir_http2_connections 0.0");
    }

    @Test
    void connectionsThatWereNotTakenOnAreCountedByTheirLimit() {
        Recorder loop = telemetry.forLoop(0);
        loop.connectionRefused("public", ConnectionRefusal.CONNECTIONS_PER_ADDRESS);
        loop.connectionRefused("public", ConnectionRefusal.CONNECTIONS_PER_ADDRESS);
        loop.connectionRefused("public", ConnectionRefusal.NEW_CONNECTIONS_PER_ADDRESS);
        assertShows(
                "weir_connections_refused_total{listener=\"public\",limit=\"connections-per-address\"} 2.0",
                "weir_connections_refused_total{listener=\"public\",limit=\"new-connections-per-address\"} 1.0");
    }

    @Test
    void clusterDocumentAndEndpointsAreShownAsTheyAreNow() {
        SampleNode node = new SampleNode();
        telemetry.watch(node, node, node);
        assertShows(
                "weir_cluster_members{status=\"up\",reachable=\"true\"} 2.0",
                "weir_cluster_members{status=\"up\",reachable=\"false\"} 1.0",
                "weir_config_revision 12.0",
                "weir_config_ready 1.0",
                "weir_endpoint_usable{upstream=\"orders\",endpoint=\"10.0.0.1:80\"} 1.0",
                "weir_endpoint_in_flight{upstream=\"orders\",endpoint=\"10.0.0.1:80\"} 3.0");
        node.endpoints = List.of();
        node.members = node.members.subList(0, 2);
        assertThat(telemetry.metricsText()).doesNotContain("10.0.0.1:80").doesNotContain("reachable=\"false\"");
    }

    @Test
    void connectionsOfTcpListenersAreCountedWhileTheyLastAndByTheirEnds() {
        Recorder loop = telemetry.forLoop(0);
        TcpMeter first = loop.tcpBegun("raw", "orders");
        TcpMeter second = loop.tcpBegun("raw", "orders");
        first.in(10);
        second.out(20);
        assertShows(
                "weir_tcp_connections{listener=\"raw\",upstream=\"orders\"} 2.0",
                "weir_tcp_in_bytes_total{listener=\"raw\",upstream=\"orders\"} 10.0",
                "weir_tcp_out_bytes_total{listener=\"raw\",upstream=\"orders\"} 20.0");
        first.closed();
        loop.tcpEnded(new SampleTcp(TcpEnd.CLOSED, 0));
        second.closed();
        loop.tcpEnded(new SampleTcp(TcpEnd.CONNECT_FAILED, 2));
        assertShows(
                "weir_tcp_connections{listener=\"raw\",upstream=\"orders\"} 0.0",
                "weir_tcp_connections_ended_total{listener=\"raw\",upstream=\"orders\",end=\"closed\"} 1.0",
                "weir_tcp_connections_ended_total{listener=\"raw\",upstream=\"orders\",end=\"connect-failed\"} 1.0",
                "weir_tcp_retries_total{listener=\"raw\",upstream=\"orders\"} 2.0",
                "weir_upstream_failures_total{upstream=\"orders\",endpoint=\"10.0.0.1:80\"} 1.0");
    }

    @Test
    void connectionsToEndpointsAreCountedWhileTheyAreOpen() {
        Recorder loop = telemetry.forLoop(0);
        var endpoint = SampleExchange.endpoint(statuses, "orders", "10.0.0.1:80");
        loop.upstreamConnection(endpoint, true);
        loop.upstreamConnection(endpoint, true);
        assertShows("weir_upstream_connections{upstream=\"orders\",endpoint=\"10.0.0.1:80\"} 2.0");
        loop.upstreamConnection(endpoint, false);
        assertShows("weir_upstream_connections{upstream=\"orders\",endpoint=\"10.0.0.1:80\"} 1.0");
    }

    @Test
    void othersMayAddTheirOwn() {
        AtomicLong grants = new AtomicLong(5);
        telemetry.counter("weir.limit.grants", "Leases granted", grants::get);
        telemetry.gauge("weir.limit.leases", "Leases held", () -> 3);
        assertShows("weir_limit_grants_total 5.0", "weir_limit_leases 3.0");
        grants.set(7);
        assertShows("weir_limit_grants_total 7.0");
    }

    @Test
    void twoNodesInOneProcessDoNotAddUp() {
        telemetry.forLoop(0).exchangeEnded(new SampleExchange());
        assertThat(Telemetry.start(SampleNode.OFF).metricsText()).doesNotContain("weir_requests_total");
    }

    private void assertShows(String... lines) {
        assertThat(telemetry.metricsText().lines()).contains(lines);
    }
}
