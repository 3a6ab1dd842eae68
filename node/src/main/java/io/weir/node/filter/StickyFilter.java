package io.weir.node.filter;

import io.weir.config.model.Sticky;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.SessionDesk;
import io.weir.node.state.UpstreamPlan;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Learned sessions: fixes the upstream, then the endpoint that the session's owner knows for the key. Only the first
 * request of a session, or the first after its endpoint was lost, waits for the owner. A request without the key is
 * balanced.
 */
final class StickyFilter implements Filter {
    private final SessionDesk desk;
    private final Map<Sticky.Learned, KeyReader> readers = new HashMap<>();

    StickyFilter(SessionDesk desk, UpstreamPlan[] targets, byte[] routeKey) {
        this.desk = desk;
        for (UpstreamPlan target : targets) {
            Sticky.Learned learned = learned(target);
            if (learned != null) {
                readers.put(learned, KeyReader.of(learned.key(), routeKey));
            }
        }
    }

    static boolean serves(UpstreamPlan upstream) {
        return learned(upstream) != null;
    }

    private static Sticky.@Nullable Learned learned(UpstreamPlan upstream) {
        return upstream.model().sticky().orElse(null) instanceof Sticky.Learned learned ? learned : null;
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        UpstreamPlan upstream = exchange.target();
        if (upstream == null) {
            upstream =
                    exchange.route().targets().pick(ThreadLocalRandom.current().nextInt());
            exchange.chooseTarget(upstream);
        }
        Sticky.Learned learned = learned(upstream);
        KeyReader reader = learned == null ? null : readers.get(learned);
        String key = reader == null ? null : text(reader, exchange);
        if (key == null) {
            return Outcome.CONTINUE;
        }
        String cached = desk.cached(upstream.name(), key);
        if (cached != null && Eligibility.keepsSession(upstream, cached)) {
            exchange.stickTo(cached);
            return Outcome.CONTINUE;
        }
        EndpointPlan proposed = exchange.propose(upstream);
        if (proposed == null) {
            return Outcome.CONTINUE; // nothing can be used: the balancer will find the same and say so
        }
        assign(exchange, upstream, key, proposed.id(), cached, true);
        return Outcome.WAIT;
    }

    /** When the owner holds on to an endpoint that is lost here, it is told so, once. */
    private void assign(
            FilterContext exchange,
            UpstreamPlan upstream,
            String key,
            String proposed,
            @Nullable String lost,
            boolean again) {
        desk.assign(upstream.name(), key, proposed, lost, exchange.loop(), assigned -> {
            boolean kept = assigned.equals(proposed) || Eligibility.keepsSession(upstream, assigned);
            if (!kept && again) {
                assign(exchange, upstream, key, proposed, assigned, false);
                return;
            }
            exchange.stickTo(kept ? assigned : proposed);
            exchange.resume(Outcome.CONTINUE);
        });
    }

    private static @Nullable String text(KeyReader reader, FilterContext exchange) {
        byte[] array = reader.array(exchange);
        long range = reader.range(exchange, array);
        if (range == KeyReader.NONE) {
            return null;
        }
        int start = KeyReader.start(range);
        return new String(array, start, KeyReader.end(range) - start, StandardCharsets.ISO_8859_1);
    }
}
