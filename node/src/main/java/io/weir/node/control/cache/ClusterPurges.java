package io.weir.node.control.cache;

import io.weir.node.control.shared.SharedEntries;
import io.weir.node.state.Caches;
import io.weir.node.state.Purge;
import io.weir.node.state.PurgeDesk;
import io.weir.node.state.Spread;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Purges of the whole cluster: each is a shared entry, and is in force on a node when the node's caches have dropped what is
 * meant. A node that does not see most of the others does not trust its caches; one that sees them again first reads what was
 * purged meanwhile. Thread-safe.
 */
public final class ClusterPurges implements PurgeDesk {
    /** 5,000 purges of a URL of 1 KiB make some 80 KiB a shard. */
    private static final int SHARDS = 64;

    private static final int ID_BYTES = 12;
    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    /** Who has been away for so long was removed from the cluster long ago, and comes back with empty caches. */
    private static final Duration KEPT = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(ClusterPurges.class);

    private final Caches caches;
    private final SharedEntries entries;
    private final Map<String, Instant> known = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    private ClusterPurges(ActorSystem<?> system, Caches caches) {
        this.caches = caches;
        entries = SharedEntries.start(system, "purges", SHARDS, this::changed);
        Cluster cluster = Cluster.get(system);
        caches.trust(entries::caughtUp, () -> cluster.state().members().size() <= 1);
        system.scheduler()
                .scheduleWithFixedDelay(LOOK_EVERY, LOOK_EVERY, () -> forgetOld(system), system.executionContext());
    }

    /** Before the node joins. */
    public static ClusterPurges start(ActorSystem<?> system, Caches caches) {
        return new ClusterPurges(system, caches);
    }

    /** Whoever asks whether an entry is in force is told afterwards: then the caches have been purged. */
    private void changed(Map<String, String> texts) {
        texts.forEach((id, text) -> {
            if (text.isEmpty()) {
                known.remove(id);
                return;
            }
            PurgeText purge = PurgeText.parse(text);
            if (purge == null) {
                LOG.error("The purge {} is of a kind that this version does not know: everything is purged", id);
                caches.purge(id, new Purge(Purge.Kind.ALL, ""));
            } else {
                known.put(id, purge.at());
                caches.purge(id, purge.purge());
            }
        });
    }

    /** One node does it for all. */
    private void forgetOld(ActorSystem<?> system) {
        Cluster cluster = Cluster.get(system);
        if (cluster.selfMember().address().equals(cluster.state().getLeader())) {
            Instant before = Instant.now().minus(KEPT);
            List<String> old = known.entrySet().stream()
                    .filter(entry -> entry.getValue().isBefore(before))
                    .map(Map.Entry::getKey)
                    .toList();
            entries.forget(old);
        }
    }

    @Override
    public CompletionStage<Purged> purge(Purge purge) {
        byte[] bytes = new byte[ID_BYTES];
        random.nextBytes(bytes);
        String id = HexFormat.of().formatHex(bytes);
        CompletionStage<Spread> spread = entries.put(id, new PurgeText(Instant.now(), purge).text());
        return spread.thenApply(reached -> new Purged(id, reached));
    }

    @Override
    public int count() {
        return known.size();
    }

    @Override
    public boolean caughtUp() {
        return entries.caughtUp();
    }

    @Override
    public List<Caches.Found> find(String url, int most) {
        return caches.find(url, most);
    }

    @Override
    public List<Caches.Figures> figures() {
        return caches.figures();
    }
}
