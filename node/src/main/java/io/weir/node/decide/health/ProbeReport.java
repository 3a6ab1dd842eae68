package io.weir.node.decide.health;

/**
 * What one node says about one endpoint after its own probes.
 *
 * @param node the node's name
 * @param reason why it is down, for people; empty when it is not
 */
public record ProbeReport(String node, ProbeHistory.State state, String reason) {}
