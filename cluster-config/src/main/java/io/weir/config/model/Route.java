package io.weir.config.model;

import java.util.List;
import java.util.Optional;

/** What matches and what is done with it. */
public record Route(
        String name,
        Match match,
        List<String> policies,
        Action action,
        Optional<Rewrite> rewrite,
        FieldEdits request,
        FieldEdits response) {
    public Route {
        policies = List.copyOf(policies);
    }
}
