package io.weir.node.decide.auth;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which of some ranks the values of a claim give; the first that has one of them.
 *
 * @param claim may lead into nested ones
 * @param ranks the highest first; each with the values that give it
 */
public record RoleClaims(String claim, List<Set<String>> ranks) {
    public RoleClaims {
        ranks = List.copyOf(ranks);
    }

    /** The index in {@link #ranks}; empty: none. Values are compared exactly. */
    public Optional<Integer> rank(Map<String, Object> claims) {
        List<String> has = Claims.words(claims, claim);
        for (int i = 0; i < ranks.size(); i++) {
            if (has.stream().anyMatch(ranks.get(i)::contains)) {
                return Optional.of(i);
            }
        }
        return Optional.empty();
    }
}
