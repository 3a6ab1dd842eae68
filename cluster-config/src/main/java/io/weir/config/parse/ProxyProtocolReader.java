package io.weir.config.parse;

import io.weir.config.model.Health;
import io.weir.config.model.ProxyProtocol;
import java.util.Optional;

/** Reads {@code proxy-protocol} of listeners, which take headers, and of upstreams, which are sent them. */
final class ProxyProtocolReader {
    static final String FIELD = "proxy-protocol";

    private static final String ACCEPT = "accept";

    private ProxyProtocolReader() {}

    /** Headers of strangers would make anybody anyone. */
    static boolean accepts(Fields listener) {
        boolean accepts = listener.value(FIELD, text -> Optional.of(text).filter(ACCEPT::equals), ACCEPT)
                .isPresent();
        if (accepts && (!listener.has("trusted") || listener.isEmptyList("trusted"))) {
            listener.mistake(FIELD, "needs trusted: whose headers are believed", "trusted, e.g. [10.0.0.0/8]");
        }
        return accepts;
    }

    static Optional<ProxyProtocol> sends(Fields upstream, Health health) {
        Optional<ProxyProtocol> version = upstream.value(
                FIELD, text -> Terms.oneOf(ProxyProtocol.values(), UpstreamShape::word, text), "v1 or v2");
        boolean asks = health.active()
                .filter(active -> !(active.probe() instanceof Health.Probe.Tcp))
                .isPresent();
        if (version.isPresent() && asks) {
            upstream.mistake(
                    FIELD, "does not go with probes that ask, as they send no header", "active: { tcp: true }");
        }
        return version;
    }

    static void put(Shape shape, boolean accepts) {
        if (accepts) {
            shape.put(FIELD, ACCEPT);
        }
    }

    static void put(Shape shape, Optional<ProxyProtocol> version) {
        shape.putIfPresent(FIELD, version, UpstreamShape::word);
    }
}
