package io.weir.node.state;

import io.weir.config.model.Policy;

/** Hands out limiters when a snapshot is compiled; the state of a limit survives revisions that do not change it. */
public interface Limiters {
    Limiter of(Policy.RateLimit policy);
}
