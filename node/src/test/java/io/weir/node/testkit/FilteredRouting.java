package io.weir.node.testkit;

import io.weir.node.state.Filter;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Routing;
import io.weir.protocol.http.RequestHead;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Puts a filter of a test's own before those of every route. */
final class FilteredRouting implements Routing {
    private final Routing routing;
    private final Filter first;
    private final Map<String, RoutePlan> plans = new ConcurrentHashMap<>();

    FilteredRouting(Routing routing, Filter first) {
        this.routing = routing;
        this.first = first;
    }

    @Override
    public @Nullable RoutePlan match(RequestHead head, RouteMatch match) {
        RoutePlan plan = routing.match(head, match);
        return plan == null ? null : plans.computeIfAbsent(plan.name(), name -> with(plan));
    }

    private RoutePlan with(RoutePlan plan) {
        Filter[] filters =
                Stream.concat(Stream.of(first), Stream.of(plan.filters())).toArray(Filter[]::new);
        return new RoutePlan(
                plan.id(),
                plan.name(),
                filters,
                plan.action(),
                plan.targets(),
                plan.rewrite(),
                plan.request(),
                plan.response(),
                plan.missing(),
                plan.responseLines(),
                plan.parameterNames(),
                plan.api(),
                plan.version());
    }
}
