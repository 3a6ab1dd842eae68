package io.weir.node.testkit;

import io.weir.node.control.replication.NotReplicated;
import io.weir.node.control.replication.Reach;
import io.weir.node.control.secret.Vault;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** A vault of one node, in memory, not sealed. */
public final class MemoryVault implements Vault {
    private final boolean possible;
    private volatile boolean alone;
    private final Map<RecordId, byte[]> records = new ConcurrentHashMap<>();
    private final List<Consumer<RecordId>> listeners = new CopyOnWriteArrayList<>();

    public MemoryVault() {
        this(true);
    }

    /** @param possible whether the node has a cluster secret */
    public MemoryVault(boolean possible) {
        this.possible = possible;
    }

    /** Most of the other nodes do not answer from now on. */
    public void loseTheOthers() {
        alone = true;
    }

    @Override
    public boolean isPossible() {
        return possible;
    }

    @Override
    public Optional<byte[]> get(RecordId id) {
        return Optional.ofNullable(records.get(id));
    }

    @Override
    public boolean isUnreadable(RecordId id) {
        return false;
    }

    @Override
    public Set<String> names(String kind) {
        Set<String> names = new TreeSet<>();
        records.keySet().stream().filter(id -> id.kind().equals(kind)).forEach(id -> names.add(id.name()));
        return names;
    }

    @Override
    public void onChange(Consumer<RecordId> listener) {
        listeners.add(listener);
    }

    @Override
    public CompletionStage<Optional<byte[]>> fetch(RecordId id) {
        return CompletableFuture.completedFuture(get(id));
    }

    @Override
    public CompletionStage<Optional<byte[]>> fetchAgreed(RecordId id) {
        return alone ? CompletableFuture.failedFuture(new NotReplicated(id.toString(), "silence")) : fetch(id);
    }

    @Override
    public CompletionStage<Reach> put(RecordId id, byte[] content) {
        records.put(id, content);
        listeners.forEach(listener -> listener.accept(id));
        if (alone) {
            return CompletableFuture.failedFuture(new NotReplicated(id.toString(), "silence"));
        }
        return CompletableFuture.completedFuture(Reach.EVERY_NODE);
    }

    @Override
    public CompletionStage<Reach> remove(RecordId id) {
        records.remove(id);
        listeners.forEach(listener -> listener.accept(id));
        return CompletableFuture.completedFuture(Reach.EVERY_NODE);
    }
}
