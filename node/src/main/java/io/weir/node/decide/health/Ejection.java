package io.weir.node.decide.health;

/**
 * One node saw an endpoint fail in traffic and takes it out for a while.
 *
 * @param remainingNanos until it ends, as counted by the node that asks; 0 or less: over
 * @param reason for people, e.g. {@code 5 failures in a row}
 */
public record Ejection(String node, long remainingNanos, String reason) {}
