package io.weir.node.control.secret;

import io.weir.node.control.replication.Reach;
import io.weir.node.control.replication.ReplicatedValue;
import io.weir.node.state.Sealing;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ddata.LWWRegister;
import org.apache.pekko.cluster.ddata.LWWRegisterKey;
import org.apache.pekko.cluster.ddata.ORSet;
import org.apache.pekko.cluster.ddata.ORSetKey;
import org.apache.pekko.cluster.ddata.SelfUniqueAddress;
import org.apache.pekko.cluster.ddata.typed.javadsl.DistributedData;
import org.apache.pekko.cluster.typed.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vault in distributed data, on the disk of every node. A record is an entry of its own, and an index says which there
 * are, so that what is gossiped stays small.
 */
public final class ClusterVault implements Vault {
    private static final String PREFIX = "durable-vault-";
    private static final String REMOVED = "";
    private static final Duration SEAL_AGAIN = Duration.ofSeconds(30);
    private static final Logger LOG = LoggerFactory.getLogger(ClusterVault.class);

    private final ActorSystem<?> system;
    private final Sealing sealing;
    private final SelfUniqueAddress self;
    private final ReplicatedValue<ORSet<String>> index;
    private final ConcurrentMap<RecordId, ReplicatedValue<LWWRegister<String>>> followed = new ConcurrentHashMap<>();
    private final ConcurrentMap<RecordId, Kept> records = new ConcurrentHashMap<>();
    private final CopyOnWriteArrayList<Consumer<RecordId>> listeners = new CopyOnWriteArrayList<>();

    /**
     * A record as it is here.
     *
     * @param sealed empty: it was removed
     * @param written orders the writes of a record
     * @param content null when it was removed or does not open here
     */
    private record Kept(String sealed, long written, byte @Nullable [] content) {
        boolean isThere() {
            return !sealed.equals(REMOVED);
        }

        @Override
        public String toString() {
            return content == null ? "unreadable" : "readable";
        }
    }

    private ClusterVault(ActorSystem<?> system, Sealing sealing) {
        this.system = system;
        this.sealing = sealing;
        this.self = DistributedData.get(system).selfUniqueAddress();
        this.index = new ReplicatedValue<>(system, ORSetKey.create(PREFIX + "index"), ORSet.create());
    }

    /** Follows what the cluster keeps. */
    public static ClusterVault start(ActorSystem<?> system, Sealing sealing) {
        ClusterVault vault = new ClusterVault(system, sealing);
        vault.index.follow(names -> names.getElements().forEach(name -> vault.follow(RecordId.parse(name))));
        system.scheduler().scheduleWithFixedDelay(SEAL_AGAIN, SEAL_AGAIN, vault::sealAgain, system.executionContext());
        return vault;
    }

    @Override
    public boolean isPossible() {
        return sealing.isPossible();
    }

    @Override
    public Optional<byte[]> get(RecordId id) {
        Kept kept = records.get(id);
        return kept == null ? Optional.empty() : Optional.ofNullable(kept.content());
    }

    @Override
    public boolean isUnreadable(RecordId id) {
        Kept kept = records.get(id);
        return kept != null && kept.isThere() && kept.content() == null;
    }

    @Override
    public Set<String> names(String kind) {
        Set<String> names = new TreeSet<>();
        records.forEach((id, kept) -> {
            if (id.kind().equals(kind) && kept.isThere()) {
                names.add(id.name());
            }
        });
        return names;
    }

    @Override
    public void onChange(Consumer<RecordId> listener) {
        listeners.add(listener);
    }

    @Override
    public CompletionStage<Optional<byte[]>> fetch(RecordId id) {
        return value(id).read().thenApply(found -> {
            found.ifPresent(register -> took(id, register));
            return get(id);
        });
    }

    @Override
    public CompletionStage<Optional<byte[]>> fetchAgreed(RecordId id) {
        return value(id).readMajority().thenApply(found -> {
            found.ifPresent(register -> took(id, register));
            return get(id);
        });
    }

    @Override
    public CompletionStage<Reach> put(RecordId id, byte[] content) {
        if (content.length > MOST_BYTES) {
            throw new IllegalArgumentException("it has more than " + MOST_BYTES + " bytes");
        }
        if (get(id).isEmpty() && records.values().stream().filter(Kept::isThere).count() >= MOST_RECORDS) {
            throw new IllegalArgumentException("the cluster keeps " + MOST_RECORDS + " records already");
        }
        return write(id, sealed(id, content))
                .thenCombine(index.update(all -> all.add(self, id.toString())), Reach::and);
    }

    @Override
    public CompletionStage<Reach> remove(RecordId id) {
        return write(id, REMOVED).thenCombine(index.update(all -> all.remove(self, id.toString())), Reach::and);
    }

    private CompletionStage<Reach> write(RecordId id, String sealed) {
        follow(id);
        ReplicatedValue<LWWRegister<String>> value = value(id);
        // Who wrote it finds it from then on; followers are told a moment later.
        return value.update(register -> register.withValue(self, sealed))
                .thenCompose(reach -> value.local().thenApply(found -> {
                    found.ifPresent(register -> took(id, register));
                    return reach;
                }));
    }

    private String sealed(RecordId id, byte[] content) {
        return Base64.getEncoder().encodeToString(sealing.seal(id.kind(), id.name(), content));
    }

    private ReplicatedValue<LWWRegister<String>> value(RecordId id) {
        ReplicatedValue<LWWRegister<String>> known = followed.get(id);
        return known == null
                ? new ReplicatedValue<>(
                        system,
                        LWWRegisterKey.create(PREFIX + id),
                        LWWRegister.create(self, REMOVED, (now, text) -> 0L))
                : known;
    }

    private void follow(RecordId id) {
        ReplicatedValue<LWWRegister<String>> value = value(id);
        if (followed.putIfAbsent(id, value) == null) {
            value.follow(register -> took(id, register));
        }
    }

    private void took(RecordId id, LWWRegister<String> register) {
        if (isNews(id, register)) {
            listeners.forEach(listener -> listener.accept(id));
        }
    }

    /** What was asked for may come in after what was told. */
    private synchronized boolean isNews(RecordId id, LWWRegister<String> register) {
        String sealed = register.getValue();
        Kept before = records.get(id);
        if (before == null ? sealed.equals(REMOVED) : before.written() >= register.timestamp()) {
            return false;
        }
        boolean removed = sealed.equals(REMOVED);
        records.put(id, new Kept(sealed, register.timestamp(), removed ? null : open(id, sealed)));
        return true;
    }

    private byte @Nullable [] open(RecordId id, String sealed) {
        byte[] content = sealing.open(id.kind(), id.name(), Base64.getDecoder().decode(sealed));
        if (content == null) {
            LOG.error(
                    "{} cannot be opened on this node: it was sealed with another secret, or changed ({})",
                    id,
                    sealing.isPossible() ? "is weir.cluster.secret-file the same on all nodes?" : Sealing.HOW);
        }
        return content;
    }

    /** After a rotation, one member seals what the former secret sealed, so that it can be dropped. */
    void sealAgain() {
        Cluster cluster = Cluster.get(system);
        if (cluster.selfMember().address().equals(cluster.state().getLeader())) {
            records.forEach((id, kept) -> {
                if (kept.content() != null
                        && sealing.isOutdated(Base64.getDecoder().decode(kept.sealed()))) {
                    sealAgain(id, kept.sealed(), sealed(id, kept.content()));
                }
            });
        }
    }

    /** Not as a write of now: one that anybody made meanwhile is newer. */
    private void sealAgain(RecordId id, String before, String sealed) {
        LOG.info("{} is sealed again with the first secret", id);
        value(id)
                .update(register -> register.getValue().equals(before)
                        ? register.withValue(self, sealed, (written, text) -> written + 1)
                        : register);
    }

    @Override
    public String toString() {
        return "a vault";
    }
}
