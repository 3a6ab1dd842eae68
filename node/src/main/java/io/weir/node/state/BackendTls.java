package io.weir.node.state;

import io.weir.config.model.Endpoint;
import io.weir.config.model.Upstream;
import org.jspecify.annotations.Nullable;

/** TLS to one endpoint, ready for use; the data plane knows what it is. Thread-safe. */
public interface BackendTls {
    /** Makes it, where blocking is allowed. Thread-safe. */
    interface Compiler {
        /**
         * Null when the upstream is spoken to in plain text.
         *
         * @throws Stager.StagingException when what its settings refer to cannot be used, with the reason
         */
        @Nullable
        BackendTls of(Upstream upstream, Endpoint endpoint);
    }
}
