package io.weir.node.admin;

import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.node.state.PurgeDesk;
import io.weir.node.state.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Purges that nobody has to carry out. */
final class FakePurges implements PurgeDesk {
    final List<Purge> all = new ArrayList<>();
    volatile Spread spread = new Spread(List.of("node-1", "node-2"), List.of(), true);
    volatile int extra;

    @Override
    public CompletionStage<Purged> purge(Purge purge) {
        all.add(purge);
        return CompletableFuture.completedFuture(new Purged("p" + all.size(), spread));
    }

    @Override
    public int count() {
        return all.size() + extra;
    }

    @Override
    public boolean caughtUp() {
        return true;
    }

    @Override
    public List<Caches.Found> find(String url, int most) {
        return List.of(new Caches.Found("assets", "all", 200, 7, 53, 5, "", List.of("red")));
    }

    @Override
    public List<Caches.Figures> figures() {
        return List.of(new Caches.Figures(
                "assets",
                3,
                4096,
                1 << 20,
                10,
                1,
                5,
                2,
                4,
                6,
                5,
                7,
                new Caches.Removed(8, 9, 10, 11, 12),
                13,
                14,
                15,
                16,
                Caches.Disk.NONE));
    }
}
