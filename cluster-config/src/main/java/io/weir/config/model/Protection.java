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

    /**
     * What a request may be, besides what the listener says.
     *
     * @param bodyBytes of the body; 0: no limit
     * @param uriBytes of path and query as they are forwarded without a rewrite; 0: no limit
     * @param contentTypes of bodies: {@code application/json}, {@code text/*}, {@code application/*+json}, in lower case;
     *     empty: any
     * @param requireContentType refuses a body of which no type is said
     */
    record RequestLimits(
            String name, long bodyBytes, int uriBytes, List<String> contentTypes, boolean requireContentType)
            implements Protection {
        public RequestLimits {
            contentTypes = List.copyOf(contentTypes);
        }

        /** Whether it lets everything pass. */
        public boolean isNothing() {
            return bodyBytes == 0 && uriBytes == 0 && contentTypes.isEmpty() && !requireContentType;
        }
    }
}
