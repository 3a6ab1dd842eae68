package io.weir.node.filter;

import io.weir.node.decide.route.RouteTable;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Routing;
import io.weir.protocol.http.RequestHead;
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
        int route = table.match(head, match);
        return route == RouteTable.NONE ? null : plans[route];
    }
}
