package io.weir.node.decide.auth;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Everything must hold; nothing at all lets nobody pass. */
final class AllAccess implements Access {
    private final Access[] items;

    AllAccess(Access[] items) {
        this.items = items;
    }

    @Override
    public Truth ask(Subject subject) {
        Truth truth = Truth.of(items.length > 0);
        for (Access item : items) {
            truth = truth.and(item.ask(subject));
            if (truth == Truth.NO) {
                break;
            }
        }
        return truth;
    }

    @Override
    public Optional<Set<String>> scopes(Subject subject) {
        Set<String> all = new LinkedHashSet<>();
        for (Access item : items) {
            Optional<Set<String>> scopes = item.scopes(subject);
            if (scopes.isEmpty()) {
                return scopes;
            }
            all.addAll(scopes.get());
        }
        return items.length > 0 ? Optional.of(all) : Optional.empty();
    }
}
