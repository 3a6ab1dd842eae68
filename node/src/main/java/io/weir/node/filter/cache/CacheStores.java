package io.weir.node.filter.cache;

import io.weir.config.model.CachePolicy;
import io.weir.node.state.Caches;
import io.weir.node.state.PeerBook;
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
import org.jspecify.annotations.Nullable;

/**
 * The caches of a node. They outlive revisions of the document; a policy that says something else than before begins with an
 * empty one, and the old one stays as long as a snapshot uses it. Thread-safe.
 */
public final class CacheStores implements Caches {
    private final Map<String, CacheStore> byName = new HashMap<>();
    private final Set<CacheStore> all = Collections.newSetFromMap(new WeakHashMap<>());
    private final List<Purged> latest = new ArrayList<>();
    private final Peering peering = new Peering();
    private volatile Consumer<String> changes = url -> {};
    private volatile BooleanSupplier current = () -> true;

    /** What was purged, whatever caches there were. */
    private record Purged(String id, Purge purge) {}

    /** The cache of this policy. */
    synchronized CacheStore of(CachePolicy policy) {
        CacheStore known = byName.get(policy.name());
        if (known == null || !known.policy().equals(policy)) {
            known = new CacheStore(policy, () -> current.getAsBoolean(), peering);
            for (Purged purged : latest) {
                known.purge(purged.id, purged.purge); // what other nodes still have may be older
            }
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
    public void purge(String id, Purge purge) {
        remembering(new Purged(id, purge)).forEach(store -> store.purge(id, purge));
    }

    private synchronized List<CacheStore> remembering(Purged purged) {
        if (latest.size() == PurgeLog.KEPT) {
            latest.remove(0);
        }
        latest.add(purged);
        return new ArrayList<>(all);
    }

    @Override
    public void changed(String url) {
        forEach(store -> {
            store.invalidate(Asked.primary(false, url, ""));
            store.invalidate(Asked.primary(true, url, ""));
        });
    }

    @Override
    public void tellChanges(Consumer<String> listener) {
        changes = listener;
    }

    /** The same on this node, and on the others by and by. */
    void invalidate(String url) {
        changed(url);
        changes.accept(url);
    }

    /** Asks the caches of other nodes from now on. */
    public void share(PeerBook peers) {
        peering.use(peers);
    }

    Peering peering() {
        return peering;
    }

    /** The cache of a policy that says what {@code print} stands for; null: there is none. */
    synchronized @Nullable CacheStore named(String policy, String print) {
        CacheStore known = byName.get(policy);
        return known == null || !known.print().equals(print) ? null : known;
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
