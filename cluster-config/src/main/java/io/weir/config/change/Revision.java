package io.weir.config.change;

import java.time.Instant;

/**
 * One version of the cluster's document.
 *
 * @param number from 1; 0 stands for no document yet
 * @param hash lower-case hex SHA-256 of the canonical document
 * @param instant when it was proposed, by the writer's clock
 * @param author who proposed it, e.g. {@code admin} or a node's name
 */
public record Revision(long number, String hash, Instant instant, String author) {}
