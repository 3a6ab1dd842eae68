package io.weir.node.dataplane.accept;

import io.weir.config.model.Action;
import io.weir.config.model.FieldEdits;
import io.weir.config.model.HostPort;
import io.weir.config.model.Listener;
import io.weir.config.model.ListenerLimits;
import io.weir.config.model.ListenerLimits.PerAddress;
import io.weir.config.model.ListenerTimeouts;
import io.weir.node.state.Filter;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.state.WeightedTargets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What takes in the other nodes: a listener that no document has, and its only route. */
public final class Door {
    private static final String NAME = "weir-peers";
    private static final int HEAD_BYTES = 128 * 1024;
    private static final int FIELDS = 512;
    private static final int CONNECTIONS = 4096;

    private Door() {}

    public static Listener listener(HostPort address) {
        return new Listener(
                NAME,
                address,
                new ListenerLimits(HEAD_BYTES, FIELDS, 1, CONNECTIONS, 1, PerAddress.UNBOUNDED),
                ListenerTimeouts.DEFAULT,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                false,
                Listener.USUAL_PROTOCOLS);
    }

    /** All is answered by {@code doorkeeper}. */
    public static RoutePlan route(Filter doorkeeper) {
        return new RoutePlan(
                0,
                NAME,
                new Filter[] {doorkeeper},
                new Action.Respond(404, "", ""),
                new WeightedTargets(new UpstreamPlan[0], new int[0]),
                Optional.empty(),
                FieldEdits.NONE,
                FieldEdits.NONE,
                Map.of(),
                new byte[0],
                List.of(),
                null,
                null);
    }
}
