package io.weir.node.state;

import io.weir.protocol.admin.SessionsView;
import java.util.concurrent.CompletionStage;

/** What the admin API asks about learned sessions. Thread-safe. */
public interface SessionQuery {
    /** @param most how many assignments are listed at the most; the count is of all */
    CompletionStage<SessionsView> sessions(String upstream, int most);
}
