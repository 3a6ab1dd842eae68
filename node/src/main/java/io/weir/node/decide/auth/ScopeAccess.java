package io.weir.node.decide.auth;

import java.util.Optional;
import java.util.Set;

/** The credential has a scope. */
final class ScopeAccess implements Access {
    private final String scope;
    private final Optional<Set<String>> itself;

    ScopeAccess(String scope) {
        this.scope = scope;
        this.itself = Optional.of(Set.of(scope));
    }

    @Override
    public Truth ask(Subject subject) {
        return subject.isKnown() ? Truth.of(subject.hasScope(scope)) : Truth.UNKNOWN;
    }

    @Override
    public Optional<Set<String>> scopes(Subject subject) {
        return itself;
    }
}
