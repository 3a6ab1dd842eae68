package io.weir.config.parse;

import io.weir.config.model.Health;
import io.weir.config.model.Upstream;
import io.weir.config.model.UpstreamProtocol;

/** Reads {@code protocol} of an upstream. */
final class UpstreamProtocolReader {
    private UpstreamProtocolReader() {}

    static UpstreamProtocol read(Fields fields) {
        return fields.value(
                        "protocol",
                        text -> Terms.oneOf(UpstreamProtocol.values(), UpstreamProtocol::word, text),
                        "http/1.1, h2 or auto")
                .orElse(UpstreamProtocol.HTTP_1_1);
    }

    /** What only shows when the whole upstream is known. */
    static void check(Fields fields, Upstream upstream) {
        if (upstream.protocol() == UpstreamProtocol.AUTO && upstream.tls().isEmpty()) {
            fields.mistake("protocol", "is auto, which TLS agrees upon, but there is no tls", "h2 or http/1.1");
        }
        boolean grpc = upstream.health()
                .active()
                .filter(active -> active.probe() instanceof Health.Probe.Grpc)
                .isPresent();
        if (grpc && upstream.protocol() == UpstreamProtocol.HTTP_1_1) {
            fields.mistake("health", "probes with gRPC, which takes HTTP/2", "protocol: h2 as well");
        }
    }
}
