package io.weir.node.state;

import io.weir.config.model.Balance;
import io.weir.config.model.Health;
import io.weir.config.model.Retry;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamLimits;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.UpstreamTimeouts;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the cache of another node is asked.
 *
 * @param member by which members know one another, {@code host:port}
 * @param token what is to be shown there
 */
public record PeerPlan(String member, UpstreamPlan upstream, EndpointPlan endpoint, String token) {
    private static final String NAME = "weir-peers";

    /** Between nodes that are close: who does not answer soon is done without. */
    private static final UpstreamTimeouts TIMEOUTS =
            new UpstreamTimeouts(Duration.ofMillis(500), Duration.ofSeconds(4), Duration.ofSeconds(10), Duration.ZERO);

    private static final UpstreamLimits LIMITS = new UpstreamLimits(512, 1024);

    /** @param tls null: in plain text */
    public static PeerPlan of(
            String member,
            InetSocketAddress address,
            String token,
            EndpointStatuses statuses,
            @Nullable BackendTls tls) {
        Upstream model = new Upstream(
                NAME,
                UpstreamProtocol.HTTP_1_1,
                List.of(),
                Balance.ROUND_ROBIN,
                Optional.empty(),
                new Health(Optional.empty(), Health.Passive.DEFAULT, 0),
                TIMEOUTS,
                Retry.DEFAULT,
                LIMITS,
                Optional.empty(),
                Optional.empty());
        EndpointPlan endpoint =
                new EndpointPlan(NAME, member, address, 1, statuses.of(NAME, member), UpstreamProtocol.HTTP_1_1, tls);
        return new PeerPlan(member, new UpstreamPlan(0, NAME, model, new EndpointPlan[] {endpoint}), endpoint, token);
    }

    /** Does not show the token. */
    @Override
    public String toString() {
        return "peer " + member;
    }
}
