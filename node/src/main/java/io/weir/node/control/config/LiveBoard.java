package io.weir.node.control.config;

import io.weir.config.model.GatewayDocument;
import io.weir.node.state.ConfigDesk;

/** What this node has live, for all threads. The agent alone writes it. */
final class LiveBoard {
    private volatile ConfigDesk.Live live = new ConfigDesk.Live(0, "", GatewayDocument.EMPTY);
    private volatile boolean caughtUp;
    private volatile boolean awaitsInitial;

    /** @param awaitsInitial the node brings a document for a cluster that has none */
    LiveBoard(boolean awaitsInitial) {
        this.awaitsInitial = awaitsInitial;
    }

    ConfigDesk.Live live() {
        return live;
    }

    void activated(ConfigDesk.Live next) {
        live = next;
    }

    void caughtUp() {
        caughtUp = true;
    }

    /** The initial document is not going to be live: the cluster refused it. */
    void initialRefused() {
        awaitsInitial = false;
    }

    boolean ready() {
        return caughtUp && !(awaitsInitial && live.revision() == 0);
    }
}
