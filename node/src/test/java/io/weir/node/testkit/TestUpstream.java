package io.weir.node.testkit;

import io.weir.config.model.Balance;
import io.weir.config.model.Endpoint;
import io.weir.config.model.Health;
import io.weir.config.model.HostPort;
import io.weir.config.model.Retry;
import io.weir.config.model.Sticky;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamLimits;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.UpstreamTimeouts;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.EndpointStatuses;
import io.weir.node.state.UpstreamPlan;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Upstreams for decisions: endpoints {@code 10.0.0.1:80}, {@code 10.0.0.2:80} ... */
public final class TestUpstream {
    private final int[] weights;
    private Balance balance = Balance.ROUND_ROBIN;
    private Optional<Sticky> sticky = Optional.empty();
    private int panicPercent = 50;

    private TestUpstream(int[] weights) {
        this.weights = weights;
    }

    public static TestUpstream weights(int... weights) {
        return new TestUpstream(weights);
    }

    public TestUpstream balance(Balance policy) {
        balance = policy;
        return this;
    }

    public TestUpstream sticky(Sticky sessions) {
        sticky = Optional.of(sessions);
        return this;
    }

    public TestUpstream panicPercent(int percent) {
        panicPercent = percent;
        return this;
    }

    /** Id of the endpoint, counted from 1. */
    public static String id(int endpoint) {
        return "10.0.0." + endpoint + ":80";
    }

    public UpstreamPlan plan() {
        EndpointStatuses statuses = new EndpointStatuses();
        List<Endpoint> endpoints = new ArrayList<>();
        EndpointPlan[] plans = new EndpointPlan[weights.length];
        for (int i = 0; i < weights.length; i++) {
            Endpoint endpoint = new Endpoint(new HostPort("10.0.0." + (i + 1), 80), weights[i]);
            endpoints.add(endpoint);
            InetSocketAddress address =
                    InetSocketAddress.createUnresolved(endpoint.address().host(), 80);
            plans[i] = new EndpointPlan(
                    "orders", endpoint.id(), address, weights[i], statuses.of("orders", endpoint.id()));
        }
        Upstream model = new Upstream(
                "orders",
                UpstreamProtocol.HTTP_1_1,
                endpoints,
                balance,
                sticky,
                new Health(Optional.empty(), new Health.Passive(5, Duration.ofSeconds(1)), panicPercent),
                UpstreamTimeouts.DEFAULT,
                Retry.DEFAULT,
                UpstreamLimits.DEFAULT,
                Optional.empty(),
                Optional.empty());
        return new UpstreamPlan(0, "orders", model, plans);
    }
}
