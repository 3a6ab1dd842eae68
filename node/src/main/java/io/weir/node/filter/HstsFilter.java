package io.weir.node.filter;

import io.weir.config.model.FieldEdits;
import io.weir.config.model.HttpsPolicy;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Tells browsers to come over HTTPS alone: in answers over TLS, never in others (RFC 6797 §7.2). */
final class HstsFilter implements Filter {
    /** What a backend says about it would be a second opinion, which browsers ignore or take over plain text. */
    static final FieldEdits NOT_THE_BACKENDS = new FieldEdits(Map.of(), Map.of(), List.of("Strict-Transport-Security"));

    private final byte[] line;

    HstsFilter(HttpsPolicy.Hsts policy) {
        String text = "Strict-Transport-Security: max-age=" + policy.maxAge().toSeconds()
                + (policy.includeSubdomains() ? "; includeSubDomains" : "")
                + (policy.preload() ? "; preload" : "");
        line = text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        if (exchange.isSecure()) {
            exchange.addResponseLine(line, 0, line.length);
        }
        return Outcome.CONTINUE;
    }
}
