package io.weir.node.filter.auth.token;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The keys of an issuer, as published at one time. Immutable. */
record KeySet(List<VerifyingKey> keys) {
    /** So many signatures are checked for one token that does not name its key. */
    private static final int MOST_TRIED = 4;

    KeySet {
        keys = List.copyOf(keys);
    }

    /** The keys that may have signed such a token; {@code allowed} are the algorithms of the policy, empty for all. */
    List<VerifyingKey> candidates(String kid, String algorithm, Set<String> allowed) {
        List<VerifyingKey> found = new ArrayList<>(2);
        if (!allowed.isEmpty() && !allowed.contains(algorithm)) {
            return found;
        }
        for (VerifyingKey key : keys) {
            if (found.size() < MOST_TRIED && key.suits(kid, algorithm)) {
                found.add(key);
            }
        }
        return found;
    }

    /** Whether a token names a key that is not there, so that looking for newer ones makes sense. */
    boolean misses(String kid) {
        return !kid.isEmpty() && keys.stream().noneMatch(key -> key.isNamed(kid));
    }

    boolean contains(VerifyingKey key) {
        return keys.contains(key);
    }
}
