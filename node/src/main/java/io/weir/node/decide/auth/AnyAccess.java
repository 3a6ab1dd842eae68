package io.weir.node.decide.auth;

import java.util.Optional;
import java.util.Set;

/** One of them is enough. */
final class AnyAccess implements Access {
    private final Access[] items;

    AnyAccess(Access[] items) {
        this.items = items;
    }

    @Override
    public Truth ask(Subject subject) {
        Truth truth = Truth.NO;
        for (Access item : items) {
            truth = truth.or(item.ask(subject));
            if (truth == Truth.YES) {
                break;
            }
        }
        return truth;
    }

    /** Of the alternatives the one for which the fewest scopes have to be added. */
    @Override
    public Optional<Set<String>> scopes(Subject subject) {
        Optional<Set<String>> best = Optional.empty();
        long fewest = Long.MAX_VALUE;
        for (Access item : items) {
            Optional<Set<String>> scopes = item.scopes(subject);
            if (scopes.isPresent()) {
                long missing = scopes.get().stream()
                        .filter(scope -> !subject.hasScope(scope))
                        .count();
                if (missing < fewest) {
                    fewest = missing;
                    best = scopes;
                }
            }
        }
        return best;
    }
}
