package io.weir.node.state;

import java.net.InetSocketAddress;

/**
 * One endpoint of an upstream.
 *
 * @param id {@code host:port}: its identity on every node and across revisions
 * @param address resolved when the snapshot was compiled
 * @param weight 0 takes no new traffic
 * @param status shared with the control plane, survives revisions
 */
public record EndpointPlan(String upstream, String id, InetSocketAddress address, int weight, EndpointStatus status) {}
