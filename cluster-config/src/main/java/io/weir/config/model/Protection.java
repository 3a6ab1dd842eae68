package io.weir.config.model;

import java.util.List;

/** A policy that keeps requests away, or bounds what they may be, whoever they are from. */
public sealed interface Protection extends Policy {
    /**
     * By the client's address: what is in a network of {@code deny} is refused; where {@code allow} is not empty, so is
     * what is in none of its networks.
     *
     * @param allow networks (CIDR), or {@code file:PATH} of a list with one a line
     * @param deny the same
     */
    record Address(String name, List<String> allow, List<String> deny) implements Protection {
        public Address {
            allow = List.copyOf(allow);
            deny = List.copyOf(deny);
        }
    }
}
