package io.weir.node.dataplane.upstream;

import io.weir.node.state.EndpointPlan;
import io.weir.node.state.Recorder;
import io.weir.node.state.TlsHandshake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How TLS, and HTTP/2, with one endpoint goes: counted, and said when it fails: at once, then every ten seconds, or when
 * the reason is another. One loop.
 */
public final class Handshakes {
    private static final Logger LOG = LoggerFactory.getLogger(Handshakes.class);
    private static final long QUIET_NANOS = 10_000_000_000L;

    private final Recorder recorder;
    private @Nullable String said;
    private long saidAt;

    public Handshakes(Recorder recorder) {
        this.recorder = recorder;
    }

    public void succeeded(EndpointPlan endpoint, boolean resumed) {
        recorder.backendHandshake(endpoint, resumed ? TlsHandshake.RESUMED : TlsHandshake.FULL);
    }

    public void failed(EndpointPlan endpoint, String reason) {
        recorder.backendHandshake(endpoint, TlsHandshake.FAILED);
        say(endpoint, "TLS", reason);
    }

    /** What answers does not speak HTTP/2, or not as it has to. */
    void broken(EndpointPlan endpoint, String reason) {
        say(endpoint, "HTTP/2", reason);
    }

    private void say(EndpointPlan endpoint, String what, String reason) {
        long now = System.nanoTime();
        if (!reason.equals(said) || now - saidAt >= QUIET_NANOS) {
            said = reason;
            saidAt = now;
            LOG.warn("upstream {}: {} to {} fails: {}", endpoint.upstream(), what, endpoint.id(), reason);
        }
    }
}
