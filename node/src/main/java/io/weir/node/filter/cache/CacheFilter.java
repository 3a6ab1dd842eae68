package io.weir.node.filter.cache;

import io.weir.config.model.CachePolicy;
import io.weir.node.decide.cache.Reuse;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import org.jspecify.annotations.Nullable;

/**
 * Answers from what is stored on this node (RFC 9111), and stores what backends answer. Requests for the same that come while
 * one is under way wait for it. Thread-safe; no look-up takes a lock.
 */
public final class CacheFilter implements Filter {
    private static final Problem NOT_STORED =
            Problem.of(504, "not-cached", "Only a stored answer was asked for, and there is none");

    /** So often a request waits for others, if each time there is nothing for it; then it goes itself. */
    private static final int MOST_WAITS = 3;

    private final CacheStore store;
    private final CacheStores stores;
    private final KeyRule rule;

    public CacheFilter(CachePolicy policy, CacheStores stores) {
        this.stores = stores;
        this.store = stores.of(policy);
        this.rule = store.rule();
    }

    @Override
    public Outcome onRequest(FilterContext exchange) {
        Method method = exchange.head().method();
        if (method != Method.GET && method != Method.HEAD) {
            if (isUnsafe(method)) {
                exchange.watchAnswer(new Invalidation(stores, rule, exchange));
            }
            return Outcome.CONTINUE;
        }
        if (exchange.isWebSocket() || exchange.bodyLength() != 0) {
            return Outcome.CONTINUE;
        }
        rule.surplus(exchange).forEach(exchange::dropQueryParameter);
        Asked asked = Asked.of(exchange, rule);
        if (asked.preconditions() || !store.isCurrent()) {
            return pass(exchange, "bypass");
        }
        return decide(exchange, asked, 0);
    }

    /** RFC 9110 §9.2.1: what is not known to be safe is not. */
    private static boolean isUnsafe(Method method) {
        return method != Method.OPTIONS && method != Method.TRACE && method != Method.CONNECT;
    }

    private Outcome decide(FilterContext exchange, Asked asked, int waits) {
        Stored stored = store.find(asked, exchange.head());
        if (stored == null) {
            return asked.control().onlyIfCached()
                    ? nothing(exchange)
                    : fetch(exchange, asked, null, waits, asked.control().noCache() ? "request" : "uri-miss");
        }
        Reuse reuse = Reuse.of(asked.control(), stored.at(System.nanoTime()));
        return switch (reuse) {
            case FRESH -> give(exchange, asked, stored, true, waits);
            case STALE -> give(exchange, asked, stored, false, waits);
            case STALE_REFRESH -> {
                refresh(exchange, asked, stored);
                yield give(exchange, asked, stored, false, waits);
            }
            case ASK -> fetch(exchange, asked, stored, waits, asked.control().noCache() ? "request" : "stale");
            case NOTHING -> nothing(exchange);
        };
    }

    private Outcome give(FilterContext exchange, Asked asked, Stored stored, boolean fresh, int waits) {
        (fresh ? store.figures.hits : store.figures.stale).increment();
        StoredAnswers.serve(exchange, asked, stored, fresh, waits > 0 ? "; collapsed" : "");
        return Outcome.ANSWERED;
    }

    private static Outcome nothing(FilterContext exchange) {
        exchange.addResponseField("Cache-Status", "weir; fwd=uri-miss; detail=only-if-cached");
        exchange.noteCache("miss");
        exchange.deny(NOT_STORED);
        return Outcome.ANSWERED;
    }

    /** One fetches; the others wait for it once, and then go themselves. */
    private Outcome fetch(FilterContext exchange, Asked asked, @Nullable Stored stored, int waits, String why) {
        boolean asksForOwn =
                asked.conditional() && (stored == null || !stored.head().hasValidator());
        if (exchange.head().method() == Method.HEAD || asked.ranged() || asksForOwn) {
            return pass(exchange, "bypass");
        }
        Flight own = null;
        if (!asked.control().noStore() && !store.isPassing(asked.flight())) {
            own = new Flight(store.flightKey(asked, exchange.head()), asked.place());
            Flight other = store.join(own);
            if (other != null && waits < MOST_WAITS && !asked.control().noCache()) {
                if (waits == 0) {
                    store.figures.coalesced.increment();
                }
                await(exchange, asked, other, asked.conditional(), waits + 1);
                return Outcome.WAIT;
            }
            own = other == null ? own : null;
        }
        store.figures.misses.increment();
        exchange.noteCache(stored == null ? "miss" : "stale-miss");
        Fetch fetch = new Fetch(store, asked, own, stored, why);
        if (!exchange.watchAnswer(fetch)) {
            fetch.onOver();
        }
        fetch.prepare(exchange);
        return Outcome.CONTINUE;
    }

    private void await(FilterContext exchange, Asked asked, Flight flight, boolean forAll, int waits) {
        flight.await(exchange.loop(), forAll, () -> goOn(exchange, asked, flight, waits));
    }

    /** The answer comes, has come, will not come, or takes too long. */
    private void goOn(FilterContext exchange, Asked asked, Flight flight, int waits) {
        Arriving arriving = flight.arriving();
        if (arriving == null || asked.conditional()) {
            exchange.resume(decide(exchange, asked, flight.isLanded() ? waits : MOST_WAITS));
        } else if (flight.isOutdated() || store.isPurged(arriving.entry())) {
            store.retire(flight); // something newer is wanted
            exchange.resume(decide(exchange, asked, waits));
        } else if (arriving.fits(asked, exchange.head())) {
            store.figures.hits.increment();
            StoredAnswers.serve(exchange, arriving);
            exchange.resume(Outcome.ANSWERED);
        } else {
            exchange.resume(decide(exchange, asked, waits));
        }
    }

    private void refresh(FilterContext exchange, Asked asked, Stored stored) {
        Flight own = new Flight(store.flightKey(asked, exchange.head()), asked.place());
        if (store.join(own) == null) {
            Fetch fetch = new Fetch(store, asked, own, stored, "stale");
            exchange.repeat(fetch, again -> fetch.prepare(again));
        }
    }

    private Outcome pass(FilterContext exchange, String why) {
        store.figures.passed.increment();
        exchange.noteCache("bypass");
        exchange.addResponseField("Cache-Status", "weir; fwd=" + why);
        return Outcome.CONTINUE;
    }
}
