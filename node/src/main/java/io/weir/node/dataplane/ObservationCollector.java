package io.weir.node.dataplane;

import io.weir.node.dataplane.exchange.LoopTraffic;
import io.weir.node.state.EndpointStatus;
import io.weir.node.state.Observations.EndpointObservation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Asks each loop what it has counted and adds it up. */
final class ObservationCollector {
    private ObservationCollector() {}

    static void collect(List<LoopTraffic> traffic, Consumer<List<EndpointObservation>> sink) {
        List<CompletableFuture<List<EndpointObservation>>> parts = traffic.stream()
                .map(one -> CompletableFuture.supplyAsync(
                        () -> ofLoop(one), one.loop().events()))
                .toList();
        CompletableFuture.allOf(parts.toArray(CompletableFuture[]::new))
                .thenRun(() -> sink.accept(
                        sum(parts.stream().map(CompletableFuture::join).toList())));
    }

    private static List<EndpointObservation> ofLoop(LoopTraffic one) {
        List<EndpointObservation> seen = new ArrayList<>();
        one.loop().counters().collect(seen);
        return seen;
    }

    private static List<EndpointObservation> sum(List<List<EndpointObservation>> parts) {
        Map<EndpointStatus, EndpointObservation> all = new LinkedHashMap<>();
        for (List<EndpointObservation> part : parts) {
            part.forEach(one -> all.merge(one.endpoint(), one, ObservationCollector::add));
        }
        return List.copyOf(all.values());
    }

    private static EndpointObservation add(EndpointObservation one, EndpointObservation other) {
        return new EndpointObservation(
                one.endpoint(),
                one.inFlight() + other.inFlight(),
                one.successes() + other.successes(),
                one.failures() + other.failures(),
                Math.max(one.consecutiveFailures(), other.consecutiveFailures()));
    }
}
