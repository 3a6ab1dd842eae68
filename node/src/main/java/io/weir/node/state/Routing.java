package io.weir.node.state;

import io.weir.protocol.http.RequestHead;
import org.jspecify.annotations.Nullable;

/** Finds the plan for a request: the compiled route table behind one method. Thread-safe, allocates nothing. */
public interface Routing {
    Routing NONE = (head, match) -> null;

    /**
     * The most specific route, or null. {@code match} is the caller's scratch space (one per connection) and receives
     * the path parameters, or, when nothing matched, which methods the path would have had.
     */
    @Nullable
    RoutePlan match(RequestHead head, RouteMatch match);
}
