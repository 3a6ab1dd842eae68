package io.weir.node.decide.route;

import io.weir.config.model.Match;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RouteTable} is made of.
 *
 * @param route what the table answers, 0 or more; ignored when there are versions
 * @param versions chooses the route by the version that the request names; null: always {@code route}
 */
public record RouteSpec(Match match, int route, @Nullable VersionChoice versions) {
    public static RouteSpec of(Match match, int route) {
        return new RouteSpec(match, route, null);
    }
}
