package io.weir.node.state;

import io.weir.config.model.Upstream;

/**
 * An upstream, compiled.
 *
 * @param id dense, from 0
 * @param model the document's own settings: balance, sticky, timeouts, retry, limits, health
 */
public record UpstreamPlan(int id, String name, Upstream model, EndpointPlan[] endpoints) {}
