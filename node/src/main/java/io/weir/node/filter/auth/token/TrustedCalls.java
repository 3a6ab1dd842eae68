package io.weir.node.filter.auth.token;

import io.weir.node.state.HttpCalls;
import java.util.concurrent.CompletionStage;

/** Sends calls with the trust of a policy. Thread-safe, never blocks. */
public interface TrustedCalls {
    /** @param call whose own trust is replaced */
    CompletionStage<HttpCalls.Reply> send(HttpCalls.Call call);
}
