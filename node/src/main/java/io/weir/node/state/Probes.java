package io.weir.node.state;

import io.weir.config.model.Health;
import java.util.function.Consumer;

/** Control to data to control: "probe this endpoint now", done by the data plane on connections of its own. */
public interface Probes {
    /** Calls {@code then} exactly once, on a loop, at the latest after the probe's timeout. */
    void probe(EndpointPlan endpoint, Health.Active settings, Consumer<Result> then);

    /** @param reason for people, e.g. {@code "status 500"}, {@code "connection refused"}; empty when healthy */
    record Result(boolean healthy, String reason) {}
}
