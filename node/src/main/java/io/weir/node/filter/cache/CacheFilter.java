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
        return decide(exchange, asked, false);
    }

    /** RFC 9110 §9.2.1: what is not known to be safe is not. */
    private static boolean isUnsafe(Method method) {
        return method != Method.OPTIONS && method != Method.TRACE && method != Method.CONNECT;
    }

    private Outcome decide(FilterContext exchange, Asked asked, boolean waited) {
        Stored stored = store.find(asked, exchange.head());
        if (stored == null) {
            return asked.control().onlyIfCached()
                    ? nothing(exchange)
                    : fetch(exchange, asked, null, waited, asked.control().noCache() ? "request" : "uri-miss");
        }
        Reuse reuse = Reuse.of(asked.control(), stored.at(System.nanoTime()));
        return switch (reuse) {
            case FRESH -> give(exchange, asked, stored, true, waited);
            case STALE -> give(exchange, asked, stored, false, waited);
            case STALE_REFRESH -> {
                refresh(exchange, asked, stored);
                yield give(exchange, asked, stored, false, waited);
            }
            case ASK -> fetch(exchange, asked, stored, waited, asked.control().noCache() ? "request" : "stale");
            case NOTHING -> nothing(exchange);
        };
    }

    private Outcome give(FilterContext exchange, Asked asked, Stored stored, boolean fresh, boolean waited) {
        (fresh ? store.figures.hits : store.figures.stale).increment();
        StoredAnswers.serve(exchange, asked, stored, fresh, waited ? "; collapsed" : "");
        return Outcome.ANSWERED;
    }

    private static Outcome nothing(FilterContext exchange) {
        exchange.addResponseField("Cache-Status", "weir; fwd=uri-miss; detail=only-if-cached");
        exchange.noteCache("miss");
        exchange.deny(NOT_STORED);
        return Outcome.ANSWERED;
    }

    /** One fetches; the others wait for it once, and then go themselves. */
    private Outcome fetch(FilterContext exchange, Asked asked, @Nullable Stored stored, boolean waited, String why) {
        boolean asksForOwn =
                asked.conditional() && (stored == null || !stored.head().hasValidator());
        if (exchange.head().method() == Method.HEAD || asked.ranged() || asksForOwn) {
            return pass(exchange, "bypass");
        }
        Flight own = null;
        if (!asked.control().noStore() && !store.isPassing(asked.flight())) {
            own = new Flight();
            Flight other = store.join(asked.flight(), own);
            if (other != null && !waited) {
                store.figures.coalesced.increment();
                other.await(exchange.loop(), () -> goOn(exchange, asked));
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

    private void goOn(FilterContext exchange, Asked asked) {
        exchange.resume(decide(exchange, asked, true));
    }

    private void refresh(FilterContext exchange, Asked asked, Stored stored) {
        Flight own = new Flight();
        if (store.join(asked.flight(), own) == null) {
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
