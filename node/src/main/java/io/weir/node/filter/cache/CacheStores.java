package io.weir.node.filter.cache;

import io.weir.config.model.CachePolicy;
import io.weir.node.state.Caches;
import io.weir.node.state.PeerBook;
import io.weir.node.state.Purge;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The caches of a node. They outlive revisions of the document; a policy that says something else than before begins with an
 * empty one, and the old one stays as long as a snapshot uses it. Thread-safe.
 */
public final class CacheStores implements Caches {
    private static final int CLOSE_SECONDS = 3;

    private final Map<String, CacheStore> byName = new HashMap<>();
    private final Set<CacheStore> all = Collections.newSetFromMap(new WeakHashMap<>());
    private final Map<String, CacheStore> staged = new HashMap<>();
    private final Deque<Purged> latest = new ArrayDeque<>();
    private final Peering peering = new Peering();
    private final @Nullable Path folder;
    private boolean forgot;
    private volatile Consumer<String> changes = url -> {};
    private volatile BooleanSupplier current = () -> true;
    private volatile BooleanSupplier alone = () -> true;

    /** What was purged, whatever caches there were: a cache that begins may find on disk, or at other nodes, what was meant. */
    private record Purged(String id, Purge purge) {}

    /** Without a disk. */
    public CacheStores() {
        folder = null;
    }

    /** @param dataDir what the paths of policies are seen from */
    public CacheStores(Path dataDir) {
        folder = dataDir;
    }

    /** The cache of this policy; one that is not live yet has nothing to do with what the live one of that name has. */
    synchronized CacheStore of(CachePolicy policy) {
        CacheStore live = byName.get(policy.name());
        CacheStore next = staged.get(policy.name());
        if (live != null && live.policy().equals(policy)) {
            return live;
        }
        if (next != null && next.policy().equals(policy)) {
            return next;
        }
        CacheStore made = new CacheStore(policy, () -> current.getAsBoolean(), peering);
        latest.forEach(purged -> made.note(purged.id, purged.purge));
        all.add(made);
        if (live == null) {
            begin(made, CompletableFuture.completedFuture(null));
        } else {
            staged.put(policy.name(), made);
        }
        return made;
    }

    /** These policies are live: what others of their names had on disk is given up. */
    public synchronized void live(List<CachePolicy> policies) {
        for (CachePolicy policy : policies) {
            CacheStore before = byName.get(policy.name());
            CacheStore next = staged.remove(policy.name());
            if (next != null
                    && before != null
                    && next.policy().equals(policy)
                    && !before.policy().equals(policy)) {
                begin(next, before.leaveDisk());
            }
        }
    }

    private void begin(CacheStore store, CompletableFuture<Void> before) {
        byName.put(store.policy().name(), store);
        Path own = folder(store.policy());
        if (own != null) {
            store.openDisk(own, before, () -> alone.getAsBoolean(), forgot);
        }
    }

    private @Nullable Path folder(CachePolicy policy) {
        Path root = folder;
        return root == null
                ? null
                : policy.disk()
                        .map(disk -> root.resolve(disk.path()).resolve(policy.name()))
                        .orElse(null);
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
            latest.removeFirst();
            forgot = true;
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
        if (known == null || !known.print().equals(print)) {
            known = staged.get(policy); // the other node was a little earlier
        }
        return known == null || !known.print().equals(print) ? null : known;
    }

    /** What has still to be written to disks is written. Waits for that, for some seconds at most. */
    public void close() {
        List<CompletableFuture<Void>> left =
                all().stream().map(CacheStore::leaveDisk).toList();
        CompletableFuture.allOf(left.toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, CLOSE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public void trust(BooleanSupplier newCurrent, BooleanSupplier newAlone) {
        current = newCurrent;
        alone = newAlone;
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
