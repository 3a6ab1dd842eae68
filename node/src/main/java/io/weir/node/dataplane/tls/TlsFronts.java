package io.weir.node.dataplane.tls;

import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.weir.config.model.Listener;
import io.weir.node.state.TicketKeys.TicketKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS of all listeners: made when a revision is staged, kept up to date while it is live. Thread-safe; everything here may
 * take milliseconds and is never called on a loop.
 */
public final class TlsFronts {
    private final TlsPorts ports;
    private final List<TlsFront> live = new ArrayList<>();
    private OpenSslSessionTicketKey[] keys = {};

    public TlsFronts(TlsPorts ports) {
        this.ports = ports;
        ports.tickets().onKeys(this::resumeBy);
        ports.certificates().onChange(this::changed);
    }

    /**
     * Null for a listener without TLS. Blocks while files are read.
     *
     * @throws io.weir.node.state.Stager.StagingException when a certificate or file cannot be used
     */
    public @Nullable TlsFront stage(Listener listener) {
        return listener.tls()
                .map(terms -> new TlsFront(listener, terms, ports, keys()))
                .orElse(null);
    }

    private synchronized OpenSslSessionTicketKey[] keys() {
        return keys;
    }

    /** These are in use from now on, and no others. What has changed since they were staged is taken up. */
    public synchronized void activate(Collection<TlsFront> fronts) {
        live.clear();
        live.addAll(fronts);
        for (TlsFront front : live) {
            front.refresh();
            front.resumeBy(keys);
        }
    }

    private synchronized void changed(String certificate) {
        for (TlsFront front : live) {
            if (front.uses(certificate)) {
                front.refresh();
            }
        }
    }

    /** Takes up files that have changed: whom to trust, what is revoked. */
    public synchronized void refresh() {
        live.forEach(TlsFront::refresh);
    }

    private synchronized void resumeBy(List<TicketKey> newKeys) {
        List<OpenSslSessionTicketKey> ordered = new ArrayList<>();
        for (TicketKey one : newKeys) {
            // The library makes tickets with the first one.
            ordered.add(
                    one.issuing() ? 0 : ordered.size(), new OpenSslSessionTicketKey(one.name(), one.hmac(), one.aes()));
        }
        keys = ordered.toArray(OpenSslSessionTicketKey[]::new);
        live.forEach(front -> front.resumeBy(keys));
    }
}
