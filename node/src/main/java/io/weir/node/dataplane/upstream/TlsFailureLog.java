package io.weir.node.dataplane.upstream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says why TLS to one endpoint fails: at once, then every ten seconds, or when the reason is another. One loop. */
final class TlsFailureLog {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFailureLog.class);
    private static final long QUIET_NANOS = 10_000_000_000L;

    private @Nullable String said;
    private long saidAt;

    void note(String upstream, String endpoint, String reason, long nowNanos) {
        if (!reason.equals(said) || nowNanos - saidAt >= QUIET_NANOS) {
            said = reason;
            saidAt = nowNanos;
            LOG.warn("upstream {}: TLS to {} fails: {}", upstream, endpoint, reason);
        }
    }
}
