package io.weir.node.filter.cache;

import io.weir.config.model.CachePolicy;
import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The caches of a node. They outlive revisions of the document; a policy that says something else than before begins with an
 * empty one, and the old one stays as long as a snapshot uses it. Thread-safe.
 */
public final class CacheStores implements Caches {
    private final Map<String, CacheStore> byName = new HashMap<>();
    private final Set<CacheStore> all = Collections.newSetFromMap(new WeakHashMap<>());
    private volatile BooleanSupplier current = () -> true;

    /** The cache of this policy. */
    synchronized CacheStore of(CachePolicy policy) {
        CacheStore known = byName.get(policy.name());
        if (known == null || !known.policy().equals(policy)) {
            known = new CacheStore(policy, () -> current.getAsBoolean());
            byName.put(policy.name(), known);
            all.add(known);
        }
        return known;
    }

    private synchronized List<CacheStore> all() {
        return new ArrayList<>(all);
    }

    void forEach(Consumer<CacheStore> action) {
        all().forEach(action);
    }

    @Override
    public void purge(Purge purge) {
        all().forEach(store -> store.purge(purge));
    }

    @Override
    public void trust(BooleanSupplier newCurrent) {
        current = newCurrent;
    }

    @Override
    public synchronized List<Caches.Found> find(String url, int most) {
        return byName.values().stream()
                .flatMap(store -> store.find(url, most).stream())
                .toList();
    }

    @Override
    public synchronized List<Caches.Figures> figures() {
        return byName.values().stream().map(CacheStore::figures).toList();
    }
}
