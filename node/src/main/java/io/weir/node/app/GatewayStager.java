package io.weir.node.app;

import io.weir.config.model.GatewayDocument;
import io.weir.node.dataplane.DataPlane;
import io.weir.node.dataplane.accept.ListenerSet;
import io.weir.node.filter.SnapshotCompiler;
import io.weir.node.state.Snapshot;
import io.weir.node.state.Snapshots;
import io.weir.node.state.Stager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Stages a revision on this node: compiles it and opens its sockets, both where blocking is allowed. */
final class GatewayStager implements Stager {
    private final SnapshotCompiler compiler;
    private final DataPlane dataPlane;
    private final Snapshots snapshots;
    private final Executor blocking;

    GatewayStager(SnapshotCompiler compiler, DataPlane dataPlane, Snapshots snapshots, Executor blocking) {
        this.compiler = compiler;
        this.dataPlane = dataPlane;
        this.snapshots = snapshots;
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<Staged> stage(long revision, String documentHash, GatewayDocument document) {
        return CompletableFuture.supplyAsync(() -> prepare(revision, documentHash, document), blocking);
    }

    private Staged prepare(long revision, String documentHash, GatewayDocument document) {
        Snapshot snapshot = compiler.compile(revision, documentHash, document);
        ListenerSet.Staged sockets = dataPlane.stage(snapshot.listeners());
        return new Staged() {
            @Override
            public void activate() {
                snapshots.activate(snapshot);
                sockets.activate();
            }

            @Override
            public void discard() {
                sockets.discard();
            }
        };
    }
}
