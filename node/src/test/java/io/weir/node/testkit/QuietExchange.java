package io.weir.node.testkit;

import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.Identity;
import io.weir.node.state.RouteMatch;
import io.weir.node.state.RoutePlan;
import io.weir.node.state.Snapshot;
import io.weir.protocol.http.FieldName;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** An exchange that keeps nothing of what it is told, to measure what a filter allocates itself. */
public record QuietExchange(TestExchange exchange) implements FilterContext {
    @Override
    public RequestHead head() {
        return exchange.head();
    }

    @Override
    public RouteMatch match() {
        return exchange.match();
    }

    @Override
    public RoutePlan route() {
        return exchange.route();
    }

    @Override
    public Snapshot snapshot() {
        return exchange.snapshot();
    }

    @Override
    public long nowNanos() {
        return 0;
    }

    @Override
    public @Nullable Identity identity() {
        return exchange.identity();
    }

    @Override
    public void identify(Identity identity) {}

    @Override
    public void dropRequestField(FieldName name) {}

    @Override
    public void dropQueryParameter(String name) {}

    @Override
    public void addResponseField(String name, String value) {}

    @Override
    public void addResponseLine(byte[] buffer, int start, int end) {}

    @Override
    public long bodyLength() {
        return exchange.bodyLength();
    }

    @Override
    public void limitBody(long mostBytes) {}

    @Override
    public void deny(Problem problem) {}

    @Override
    public Executor loop() {
        return Runnable::run;
    }

    @Override
    public void resume(Filter.Outcome outcome) {}
}
