package io.weir.node.dataplane.tls;

import io.weir.config.model.Listener;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** TLS of all listeners: made when a revision is staged, kept up to date while it is live. Thread-safe. */
public final class TlsFronts {
    private final TlsPorts ports;
    private final List<TlsFront> live = new CopyOnWriteArrayList<>();

    public TlsFronts(TlsPorts ports) {
        this.ports = ports;
        ports.certificates().onChange(this::changed);
    }

    /**
     * Null for a listener without TLS. Blocks: never on a loop.
     *
     * @throws io.weir.node.state.Stager.StagingException when a certificate or file cannot be used
     */
    public @Nullable TlsFront stage(Listener listener) {
        return listener.tls().map(terms -> new TlsFront(listener, terms, ports)).orElse(null);
    }

    /** These are in use from now on, and no others. Blocks for as long as what changed since staging takes. */
    public void activate(Collection<TlsFront> fronts) {
        live.clear();
        live.addAll(fronts);
        live.forEach(TlsFront::refresh);
    }

    private void changed(String certificate) {
        for (TlsFront front : live) {
            if (front.uses(certificate)) {
                front.refresh();
            }
        }
    }
}
