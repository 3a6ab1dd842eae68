package io.weir.config.model;

import java.util.List;

/** What a route does with a request that passed its policies. */
public sealed interface Action {
    /** To one of the upstreams, by weight. */
    record Forward(List<Target> targets) implements Action {
        public Forward {
            targets = List.copyOf(targets);
        }
    }

    /** @param weight 0 to 1,000,000, relative to the others */
    record Target(String upstream, int weight) {}

    /** @param location absolute, or a path; {@code {path}} and {@code {query}} stand for the request's own */
    record Redirect(int status, String location) implements Action {}

    /** A fixed answer. */
    record Respond(int status, String body, String contentType) implements Action {}
}
