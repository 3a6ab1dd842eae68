package io.weir.node.state;

import io.weir.config.model.Action;
import io.weir.config.model.FieldEdits;
import io.weir.config.model.Rewrite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happens to the requests of one route (or one version of an api), compiled.
 *
 * @param id dense, from 0: the index into per-loop counters
 * @param name the route's name, or {@code api/version}
 * @param filters in the order of design §2; only what the route uses
 * @param targets for a forwarding route: upstreams by weight, else empty
 * @param request edits of the forwarded request: the route's own and those of its policies, merged
 * @param response the same for the answer
 * @param missing fields that an answer gets if it has none of that name
 * @param responseLines ready lines ({@code Name: value\r\n}) added to every answer besides {@code response}: the notices of
 *     a version; may be empty
 * @param parameterNames names of the path parameters in the order of {@link RouteMatch}
 */
public record RoutePlan(
        int id,
        String name,
        Filter[] filters,
        Action action,
        WeightedTargets targets,
        Optional<Rewrite> rewrite,
        FieldEdits request,
        FieldEdits response,
        Map<String, String> missing,
        byte[] responseLines,
        List<String> parameterNames,
        @Nullable String api,
        @Nullable String version) {}
