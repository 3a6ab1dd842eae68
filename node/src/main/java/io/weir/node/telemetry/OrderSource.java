package io.weir.node.telemetry;

import io.weir.node.state.OrderCounters;
import kamon.tag.TagSet;

/** What became of the certificates that this node ordered. */
final class OrderSource implements Source {
    private static final TagSet ISSUED = TagSet.of("outcome", "issued");
    private static final TagSet FAILED = TagSet.of("outcome", "failed");

    private final Rising issued;
    private final Rising failed;

    OrderSource(OrderCounters orders) {
        issued = new Rising(orders::issued);
        failed = new Rising(orders::failed);
    }

    @Override
    public void update(Instruments to) {
        issued.feed(to.counter(Metric.ACME_ORDERS, ISSUED));
        failed.feed(to.counter(Metric.ACME_ORDERS, FAILED));
    }
}
