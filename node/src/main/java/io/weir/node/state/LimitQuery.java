package io.weir.node.state;

import io.weir.config.model.Policy;
import io.weir.protocol.admin.LimitView;
import java.util.concurrent.CompletionStage;

/** What the admin API asks about limits. Thread-safe. */
public interface LimitQuery {
    /**
     * The state of one bucket, as its owner knows it.
     *
     * @param key the bytes that requests are counted under
     * @param keyText the same for people, for the answer
     */
    CompletionStage<LimitView> limit(Policy.RateLimit policy, byte[] key, String keyText);
}
