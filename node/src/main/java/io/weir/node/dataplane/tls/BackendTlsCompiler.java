package io.weir.node.dataplane.tls;

import io.weir.config.model.Endpoint;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamProtocol;
import io.weir.config.model.UpstreamTls;
import io.weir.node.state.BackendTls;
import io.weir.node.state.Stager.StagingException;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS to all upstreams. Revisions that say the same about an upstream share what was made for it, with its sessions; what
 * no revision needs any more is forgotten. Thread-safe.
 */
public final class BackendTlsCompiler implements BackendTls.Compiler {
    private static final Logger LOG = LoggerFactory.getLogger(BackendTlsCompiler.class);

    private final TlsPorts ports;
    private final Map<String, WeakReference<UpstreamContext>> byUpstream = new HashMap<>();

    /** @param blocking where certificates that have changed are taken up */
    public BackendTlsCompiler(TlsPorts ports, Executor blocking) {
        this.ports = ports;
        ports.certificates().onChange(name -> blocking.execute(this::refresh));
    }

    @Override
    public synchronized @Nullable BackendTls of(Upstream upstream, Endpoint endpoint) {
        if (upstream.tls().isEmpty()) {
            return null;
        }
        UpstreamTls settings = upstream.tls().get();
        UpstreamContext context = context(upstream.name(), settings, upstream.protocol());
        String host = endpoint.address().host();
        return new EndpointTls(context::current, settings.serverName().orElse(host), context.sessions(endpoint.id()));
    }

    private UpstreamContext context(String upstream, UpstreamTls settings, UpstreamProtocol protocol) {
        WeakReference<UpstreamContext> known = byUpstream.get(upstream);
        UpstreamContext context = known == null ? null : known.get();
        if (context == null || !context.settings().equals(settings) || context.protocol() != protocol) {
            context = new UpstreamContext(settings, protocol, ports);
        }
        try {
            context.refresh();
        } catch (IOException e) {
            throw new StagingException("upstream " + upstream + ": tls: " + e.getMessage());
        }
        byUpstream.put(upstream, new WeakReference<>(context));
        return context;
    }

    /** Takes up files and certificates that have changed. Blocks. What cannot be used is logged, and all stays as it was. */
    public synchronized void refresh() {
        for (Iterator<Map.Entry<String, WeakReference<UpstreamContext>>> all =
                        byUpstream.entrySet().iterator();
                all.hasNext(); ) {
            Map.Entry<String, WeakReference<UpstreamContext>> one = all.next();
            UpstreamContext context = one.getValue().get();
            if (context == null) {
                all.remove();
            } else {
                refresh(one.getKey(), context);
            }
        }
    }

    private static void refresh(String upstream, UpstreamContext context) {
        try {
            if (context.refresh()) {
                LOG.info("upstream {}: new connections use the TLS trust and certificate as they are now", upstream);
            }
        } catch (IOException e) {
            LOG.warn("upstream {}: TLS goes on as before: {}", upstream, e.getMessage());
        }
    }
}
