package io.weir.node.filter;

import io.weir.node.decide.protect.Preflight;
import io.weir.node.decide.route.RouteTable;
import io.weir.node.filter.protect.CorsFilter;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Routing;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.RequestHead;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The route table with the plans it finds. */
final class CompiledRouting implements Routing {
    private final RouteTable table;
    private final RoutePlan[] plans;

    CompiledRouting(RouteTable table, List<RoutePlan> plans) {
        this.table = table;
        this.plans = plans.toArray(RoutePlan[]::new);
    }

    @Override
    public @Nullable RoutePlan match(RequestHead head, RouteMatch match) {
        RoutePlan announced = head.method() == Method.OPTIONS ? announced(head, match) : null;
        return announced == null ? find(head, match) : announced;
    }

    private @Nullable RoutePlan find(RequestHead head, RouteMatch match) {
        int route = table.match(head, match);
        return route == RouteTable.NONE ? null : plans[route];
    }

    /** The route of the request that a preflight announces, if that route answers preflights. */
    private @Nullable RoutePlan announced(RequestHead head, RouteMatch match) {
        Preflight preflight = Preflight.of(head);
        RoutePlan plan = preflight == null ? null : find(preflight, match);
        boolean answers =
                plan != null && Arrays.stream(plan.filters()).anyMatch(filter -> filter instanceof CorsFilter);
        return answers ? plan : null;
    }
}
