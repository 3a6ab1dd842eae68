package io.weir.node.dataplane.exchange;

import io.weir.config.model.UpstreamTimeouts;
import io.weir.node.decide.retry.Retries;
import io.weir.node.decide.retry.RetryBudget;
import io.weir.node.state.UpstreamPlan;

/** One loop's exchanges with one upstream. The counts outlive revisions. Only on the loop. */
final class UpstreamLane {
    final RetryBudget budget = new RetryBudget();
    int active;
    UpstreamPlan plan;
    Retries retries;
    long connectNanos;
    long responseNanos;
    long idleNanos;
    long totalNanos;
    int mostFailuresInARow;

    UpstreamLane(UpstreamPlan plan) {
        this.plan = plan;
        this.retries = new Retries(plan.model().retry());
        follow(plan);
    }

    void follow(UpstreamPlan newPlan) {
        plan = newPlan;
        retries = new Retries(newPlan.model().retry());
        UpstreamTimeouts timeouts = newPlan.model().timeouts();
        connectNanos = timeouts.connect().toNanos();
        responseNanos = timeouts.response().toNanos();
        idleNanos = timeouts.idle().toNanos();
        totalNanos = timeouts.total().toNanos();
        mostFailuresInARow = newPlan.model().health().passive().consecutiveFailures();
    }
}
