package io.weir.node.filter.auth.token;

import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The keys of one issuer as they are now. Thread-safe, never blocks. */
interface Keys {
    /** Null while there are none that may be used. */
    @Nullable
    KeySet keys();

    /**
     * Waits for keys when there are none.
     *
     * @param then run on {@code loop} when a fetch has ended, well or not
     * @return false: no fetch is under way, and none may be begun now
     */
    boolean await(Executor loop, Runnable then);

    /** Looks for a key that is not among those that are known; not more often than is good for the issuer. */
    boolean search(Executor loop, Runnable then);
}
