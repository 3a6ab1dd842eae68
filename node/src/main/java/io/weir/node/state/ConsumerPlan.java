package io.weir.node.state;

import java.util.Set;

/**
 * A consumer, compiled.
 *
 * @param keyBytes its name as bytes: the key of its limits
 */
public record ConsumerPlan(String name, Set<String> groups, byte[] keyBytes) {}
