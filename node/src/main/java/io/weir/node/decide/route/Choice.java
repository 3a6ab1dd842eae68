package io.weir.node.decide.route;

import io.weir.protocol.http.RequestHead;

/** Chooses among the routes of one path, or finds that none of them takes the request. */
interface Choice {
    /** The route, or {@link RouteTable#NONE}; {@code captures} is told of methods that the path would have had. */
    int choose(RequestHead head, Captures captures);
}
