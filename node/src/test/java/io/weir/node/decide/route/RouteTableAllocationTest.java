package io.weir.node.decide.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.RouteMatch;
import io.weir.node.testkit.Allocations;
import io.weir.node.testkit.ManyRoutes;
import io.weir.node.testkit.TestHead;
import org.junit.jupiter.api.Test;

final class RouteTableAllocationTest {
    @Test
    void aMatchAllocatesNothing() {
        RouteTable table = ManyRoutes.table();
        TestHead[] heads = ManyRoutes.heads();
        RouteMatch captures = new RouteMatch();
        long bytes = Allocations.leastOf(() -> {
            for (TestHead head : heads) {
                if (table.match(head, captures) == RouteTable.NONE) {
                    throw new AssertionError("no route for " + head);
                }
            }
        });
        assertThat(bytes).as("for %s matches", heads.length).isZero();
    }
}
