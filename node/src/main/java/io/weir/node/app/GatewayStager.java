package io.weir.node.app;

import io.weir.config.model.GatewayDocument;
import io.weir.node.control.certificates.NodeCertificates;
import io.weir.node.dataplane.DataPlane;
import io.weir.node.dataplane.accept.ListenerSet;
import io.weir.node.filter.SnapshotCompiler;
import io.weir.node.state.Snapshot;
import io.weir.node.state.Snapshots;
import io.weir.node.state.Stager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Stages a revision on this node: loads its certificates, compiles it, opens its sockets, all where blocking is allowed. */
final class GatewayStager implements Stager {
    private final NodeCertificates certificates;
    private final SnapshotCompiler compiler;
    private final DataPlane dataPlane;
    private final Snapshots snapshots;
    private final Executor blocking;

    GatewayStager(
            NodeCertificates certificates,
            SnapshotCompiler compiler,
            DataPlane dataPlane,
            Snapshots snapshots,
            Executor blocking) {
        this.certificates = certificates;
        this.compiler = compiler;
        this.dataPlane = dataPlane;
        this.snapshots = snapshots;
        this.blocking = blocking;
    }

    @Override
    public CompletionStage<Staged> stage(
            long revision, String documentHash, GatewayDocument document, boolean decided) {
        return CompletableFuture.supplyAsync(() -> prepare(revision, documentHash, document, decided), blocking);
    }

    private Staged prepare(long revision, String documentHash, GatewayDocument document, boolean decided) {
        NodeCertificates.Staged loaded = certificates.stage(document, decided);
        try {
            Snapshot snapshot = compiler.compile(revision, documentHash, document);
            return staged(loaded, snapshot, dataPlane.stage(snapshot.listeners()));
        } catch (RuntimeException e) {
            loaded.discard();
            throw e;
        }
    }

    private Staged staged(NodeCertificates.Staged loaded, Snapshot snapshot, ListenerSet.Staged sockets) {
        return new Staged() {
            @Override
            public void activate() {
                loaded.activate();
                snapshots.activate(snapshot);
                sockets.activate();
            }

            @Override
            public void discard() {
                sockets.discard();
                loaded.discard();
            }
        };
    }
}
