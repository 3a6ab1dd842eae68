package io.weir.node.control.certificates;

import io.weir.node.state.CertificateMaterial;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is current. A revision that is being staged must find the certificates that it brings, without an effect on those
 * that are live: where the live document has none of a name, a staged one is current. Reading takes no lock; listeners
 * are called without one.
 */
final class Board {
    private final CopyOnWriteArrayList<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile Shelf live = new Shelf(Map.of());
    private volatile List<Shelf> staged = List.of();

    @Nullable
    CertificateMaterial current(String name) {
        Held held = live.get(name);
        for (int i = 0; held == null && i < staged.size(); i++) {
            held = staged.get(i).get(name);
        }
        return held == null ? null : held.material().orElse(null);
    }

    Shelf live() {
        return live;
    }

    /** The live document's first. */
    synchronized List<Shelf> shelves() {
        List<Shelf> all = new ArrayList<>(staged);
        all.add(0, live);
        return all;
    }

    void onChange(Consumer<String> listener) {
        listeners.add(listener);
    }

    void stage(Shelf shelf) {
        changing(Set.of(), () -> {
            List<Shelf> more = new ArrayList<>(staged);
            more.add(shelf);
            staged = List.copyOf(more);
        });
    }

    void discard(Shelf shelf) {
        changing(Set.of(), () -> remove(shelf));
    }

    private void remove(Shelf shelf) {
        staged = staged.stream().filter(one -> one != shelf).toList();
    }

    void activate(Shelf shelf) {
        Set<String> names = new TreeSet<>(shelf.byName().keySet());
        names.addAll(live.byName().keySet());
        changing(names, () -> {
            for (Held fresh : shelf.all()) {
                Held old = live.get(fresh.declared().name());
                if (old != null && isNoNews(old, fresh)) {
                    shelf.put(old);
                }
            }
            live = shelf;
            remove(shelf);
        });
    }

    /** Whether what is live is the same, or was read after the candidate was. */
    private static boolean isNoNews(Held old, Held fresh) {
        return old.declared().equals(fresh.declared())
                && (isSame(old.material(), fresh.material()) || old.since().isAfter(fresh.since()));
    }

    static boolean isSame(Optional<CertificateMaterial> one, Optional<CertificateMaterial> other) {
        return one.isPresent() && other.isPresent() ? isSame(one.get(), other.get()) : one.isEmpty() && other.isEmpty();
    }

    private static boolean isSame(CertificateMaterial one, CertificateMaterial other) {
        return one.chain().equals(other.chain())
                && one.key().equals(other.key())
                && Arrays.equals(one.ocsp(), other.ocsp());
    }

    /** Puts {@code after} where {@code before} is; nowhere if it is gone meanwhile. */
    void replace(Held before, Held after) {
        changing(Set.of(before.declared().name()), () -> {
            for (Shelf shelf : shelves()) {
                if (before.equals(shelf.get(before.declared().name()))) {
                    shelf.put(after);
                }
            }
        });
    }

    private void changing(Set<String> names, Runnable change) {
        List<String> changed = new ArrayList<>();
        synchronized (this) {
            List<@Nullable CertificateMaterial> before = new ArrayList<>();
            names.forEach(name -> before.add(current(name)));
            change.run();
            int i = 0;
            for (String name : names) {
                if (!Objects.equals(current(name), before.get(i++))) {
                    changed.add(name);
                }
            }
        }
        changed.forEach(name -> listeners.forEach(listener -> listener.accept(name)));
    }
}
