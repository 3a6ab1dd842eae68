package io.weir.node.decide.auth;

import io.weir.config.model.AccessRule;
import java.util.Set;

/** Whether an access rule lets a request pass, and if not, whether scopes are all that is missing. Immutable, thread-safe. */
public final class AccessDecision {
    private final Access access;

    public AccessDecision(AccessRule rule) {
        access = Access.of(rule);
    }

    /** Only {@link Truth#YES} lets pass. {@link Truth#UNKNOWN}: more about the caller might. */
    public Truth decide(Subject subject) {
        return access.ask(subject);
    }

    /** Of somebody who is refused: all scopes with which it would be otherwise (RFC 6750 §3.1); empty: none would help. */
    public Set<String> neededScopes(Subject subject) {
        return access.scopes(subject).orElse(Set.of());
    }
}
