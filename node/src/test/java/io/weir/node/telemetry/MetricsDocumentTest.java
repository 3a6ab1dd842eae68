package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.Caches;
import io.weir.node.state.ConnectionRefusal;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.LimitCounters;
import io.weir.node.state.OrderCounters;
import io.weir.node.state.ProviderCounters;
import io.weir.node.state.Recorder;
import io.weir.node.state.TcpEnd;
import io.weir.node.state.TcpMeter;
import io.weir.node.state.TlsHandshake;
import io.weir.protocol.grpc.GrpcCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/metrics.md lists what is scraped, no more and no less. */
class MetricsDocumentTest {
    private static final Pattern ROW = Pattern.compile("^\\| `(weir_\\w+)` \\|", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\w+) ", Pattern.MULTILINE);

    @Test
    void theDocumentListsWhatIsScraped() throws IOException {
        String document = Files.readString(Path.of("../docs/metrics.md"));
        assertThat(all(TYPE, busyNode().metricsText())).isEqualTo(all(ROW, document));
    }

    /** Everything that makes a series has happened once. */
    private static Telemetry busyNode() {
        Telemetry telemetry = Telemetry.start(SampleNode.OFF);
        SampleNode node = new SampleNode();
        telemetry.watch(node, node, node);
        telemetry.watch(() -> Map.of("shop", 12.5), () -> 0);
        telemetry.watch(new NoLimits(), () -> 0, () -> 0);
        telemetry.watch(() -> 0, () -> 0);
        telemetry.watch(new NoProviders(0, 0, 0, 0));
        telemetry.watch(new NoOrders(0, 0));
        telemetry.watchMarks(() -> 0);
        telemetry.watchCaches(() -> List.of(new Caches.Figures(
                "assets",
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                1,
                new Caches.Removed(1, 1, 1, 1, 1),
                1,
                1,
                1,
                1,
                new Caches.Disk(true, 1, 1, 1, 1, 1))));
        Recorder loop = telemetry.forLoop(0);
        var endpoint = SampleExchange.endpoint(new EndpointStatuses(), "orders", "10.0.0.1:80");
        SampleExchange retried = new SampleExchange().at(endpoint).of(ConsumerPlan.declared("acme", Set.of(), ""));
        retried.retries = 1;
        loop.connectionOpened();
        loop.http2Connection(true);
        loop.http2Stream(true);
        loop.connectionRefused("public", ConnectionRefusal.CONNECTIONS);
        loop.handshakeEnded("public", TlsHandshake.FULL);
        loop.backendHandshake(endpoint, TlsHandshake.FULL);
        loop.upstreamConnection(endpoint, true);
        loop.exchangeEnded(retried);
        loop.exchangeEnded(new SampleExchange().on(SampleExchange.version(1, "shop", "v1")));
        loop.exchangeEnded(new SampleExchange().at(endpoint).ended(GrpcCode.OK));
        loop.exchangeEnded(new SampleExchange().at(endpoint).asking("query Orders"));
        TcpMeter meter = loop.tcpBegun("raw", "database");
        meter.in(1);
        meter.out(1);
        loop.tcpEnded(new SampleTcp(TcpEnd.CLOSED, 1));
        loop.tunnelOpened(SampleExchange.route(0, "chat"));
        loop.tunnelMoved(SampleExchange.route(0, "chat"), 1, 1);
        loop.tunnelEnded(SampleExchange.route(0, "chat"), 1_000_000);
        loop.exchangeEnded(new SampleExchange().at(endpoint).answered(504, "upstream-timeout"));
        return telemetry;
    }

    private record NoProviders(long keysFetched, long fetchesFailed, long introspected, long introspectionsFailed)
            implements ProviderCounters {}

    private record NoOrders(long issued, long failed) implements OrderCounters {}

    /** Nothing has happened; the series are there all the same. */
    private static final class NoLimits implements LimitCounters {
        @Override
        public long asks() {
            return 0;
        }

        @Override
        public long grants() {
            return 0;
        }

        @Override
        public long tokensGranted() {
            return 0;
        }

        @Override
        public long refusals() {
            return 0;
        }

        @Override
        public long grantsIgnored() {
            return 0;
        }

        @Override
        public long denials() {
            return 0;
        }

        @Override
        public long admittedByShare() {
            return 0;
        }

        @Override
        public long sharesAwake() {
            return 0;
        }

        @Override
        public long partitionsOwned() {
            return 0;
        }
    }

    private static Set<String> all(Pattern pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }
}
