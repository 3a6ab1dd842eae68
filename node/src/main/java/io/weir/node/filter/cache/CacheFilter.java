package io.weir.node.filter.cache;

import io.weir.config.model.CachePolicy;
import io.weir.config.model.FieldEdits;
import io.weir.node.decide.cache.Reuse;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers from what is stored on this node (RFC 9111), and stores what backends answer. Requests for the same that come while
 * one is under way wait for it. Thread-safe; no look-up takes a lock.
 */
public final class CacheFilter implements Filter {
    /** What is for caches alone. */
    public static final FieldEdits WITHOUT_TAGS =
            new FieldEdits(Map.of(), Map.of(), List.of("Cache-Tag", "Surrogate-Key"));

    private static final Problem NOT_STORED =
            Problem.of(504, "not-cached", "Only a stored answer was asked for, and there is none");

    /** So often a request waits for others, if each time there is nothing for it; then it goes itself. */
    private static final int MOST_WAITS = 5;

    /** By what the answers differ, and the answer. */
    static final int MOST_LOADS = 2;

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
            return pass(exchange, "method", "");
        }
        if (exchange.isWebSocket() || exchange.bodyLength() != 0) {
            return Outcome.CONTINUE;
        }
        rule.surplus(exchange).forEach(exchange::dropQueryParameter);
        Asked asked = Asked.of(exchange, rule);
        if (asked.preconditions() || !store.isCurrent()) {
            return pass(exchange, "bypass", "");
        }
        return look(exchange, asked, 0);
    }

    /** What may be on disk comes to memory first: a look at by what the answers differ, and one at the answer. */
    private Outcome look(FilterContext exchange, Asked asked, int loads) {
        String key = loads == MOST_LOADS ? null : store.onDisk(asked, exchange.head());
        if (key == null) {
            return decide(exchange, asked, 0, "");
        }
        store.load(key, exchange.loop(), found -> exchange.resume(loaded(exchange, asked, loads + 1, found)));
        return Outcome.WAIT;
    }

    /** An answer is given also where memory has no room for it. */
    private Outcome loaded(FilterContext exchange, Asked asked, int loads, Optional<Held> found) {
        return found.isPresent()
                        && found.get() instanceof Stored stored
                        && stored.route().equals(asked.route())
                        && !store.isPurged(stored)
                ? decide(exchange, asked, stored, 0, "")
                : look(exchange, asked, loads);
    }

    /** RFC 9110 §9.2.1: what is not known to be safe is not. */
    private static boolean isUnsafe(Method method) {
        return method != Method.OPTIONS && method != Method.TRACE && method != Method.CONNECT;
    }

    /** @param why it has waited for others, in the words of {@code Cache-Status}; empty: it has not */
    private Outcome decide(FilterContext exchange, Asked asked, int waits, String why) {
        Stored stored = store.find(asked, exchange.head());
        return stored == null ? missing(exchange, asked, waits) : decide(exchange, asked, stored, waits, why);
    }

    private Outcome decide(FilterContext exchange, Asked asked, Stored stored, int waits, String why) {
        Reuse.Stored known = stored.at(System.nanoTime());
        return switch (Reuse.of(asked.control(), known)) {
            case FRESH -> give(exchange, asked, stored, true, waits, why);
            case STALE -> give(exchange, asked, stored, false, waits, why);
            case STALE_REFRESH -> {
                refresh(exchange, asked, stored);
                yield give(exchange, asked, stored, false, waits, why);
            }
            case ASK -> fetch(exchange, asked, stored, waits, known.isGood() ? "request" : "stale");
            case NOTHING -> nothing(exchange);
        };
    }

    private Outcome missing(FilterContext exchange, Asked asked, int waits) {
        return asked.control().onlyIfCached()
                ? nothing(exchange)
                : fetch(exchange, asked, null, waits, store.isVaried(asked) ? "vary-miss" : "uri-miss");
    }

    private Outcome give(FilterContext exchange, Asked asked, Stored stored, boolean fresh, int waits, String why) {
        if (!StoredAnswers.serve(exchange, asked, stored, fresh, why)) {
            return missing(exchange, asked, waits);
        }
        (fresh ? store.figures.hits : store.figures.stale).increment();
        return Outcome.ANSWERED;
    }

    private static Outcome nothing(FilterContext exchange) {
        CacheStatus.passed(exchange, "uri-miss", "only-if-cached");
        exchange.noteCache("miss");
        exchange.deny(NOT_STORED);
        return Outcome.ANSWERED;
    }

    /** One fetches; the others wait for it once, and then go themselves. */
    private Outcome fetch(FilterContext exchange, Asked asked, @Nullable Stored stored, int waits, String why) {
        if (rule.isOverridden(exchange.head())) {
            return pass(exchange, "bypass", "override");
        }
        if (exchange.head().method() == Method.HEAD) {
            return head(exchange, asked, stored, why);
        }
        boolean asksAbout = stored != null && stored.head().hasValidator();
        boolean waitable = !asked.control().noStore() && !store.isPassing(asked.flight());
        if (asked.ranged() && !asksAbout) {
            boolean fills = waitable
                    && waits == 0
                    && !asked.conditional()
                    && !asked.control().noCache();
            return fills ? fill(exchange, asked, why) : pass(exchange, why, "range");
        }
        Flight own = null;
        if (waitable) {
            own = new Flight(store.flightKey(asked, exchange.head()), asked.place());
            // Nobody waits for what a client's own condition brings from a backend: it may be a 304.
            boolean feeds = !asked.conditional() || asksAbout || PeerFetch.isOfUse(store, asked);
            Flight other = feeds ? store.join(own) : store.flight(own.key());
            if (other != null && waits < MOST_WAITS && !asked.control().noCache()) {
                if (waits == 0) {
                    store.figures.coalesced.increment();
                }
                await(exchange, asked, other, waits + 1, why);
                return Outcome.WAIT;
            }
            own = other == null && feeds ? own : null;
        }
        Stored since = own == null ? null : since(exchange, asked);
        if (own != null && since != null) {
            store.land(own);
            return give(exchange, asked, since, true, waits, "");
        }
        return own != null
                        && PeerFetch.begin(
                                store, exchange, asked, own, stored, new Peers(exchange, asked, own, stored, why))
                ? Outcome.WAIT
                : forward(exchange, asked, own, stored, why);
    }

    /** What another loop has stored, and landed, between this one's look and its flight; null: nothing that would do. */
    private @Nullable Stored since(FilterContext exchange, Asked asked) {
        Stored stored = store.find(asked, exchange.head());
        boolean fresh = stored != null && Reuse.of(asked.control(), stored.at(System.nanoTime())) == Reuse.FRESH;
        return fresh ? stored : null;
    }

    /** From the backend. */
    private Outcome forward(
            FilterContext exchange, Asked asked, @Nullable Flight flight, @Nullable Stored stored, String why) {
        boolean asksAbout = stored != null && stored.head().hasValidator();
        Flight own = asked.conditional() && !asksAbout ? null : flight;
        if (flight != null && own == null) {
            store.land(flight);
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

    /** For a part, the whole is fetched beside, if that can be stored; with that on its way, the request waits like others. */
    private Outcome fill(FilterContext exchange, Asked asked, String why) {
        Flight own = new Flight(store.flightKey(asked, exchange.head()), asked.place());
        Flight other = store.join(own);
        if (other == null) {
            Beside beside = new Beside(exchange, asked, own, why);
            if (!PeerFetch.begin(store, exchange, asked, own, null, beside)) {
                beside.fill(true);
            }
        } else {
            store.figures.coalesced.increment();
        }
        await(exchange, asked, other == null ? own : other, 1, why);
        return Outcome.WAIT;
    }

    /** HEAD is not answered by a whole answer that nobody wants, but says something about what is stored. */
    private Outcome head(FilterContext exchange, Asked asked, @Nullable Stored stored, String why) {
        if (stored == null) {
            return pass(exchange, why, "");
        }
        HeadFetch fetch = new HeadFetch(store, asked, stored, why);
        store.figures.misses.increment();
        exchange.noteCache("stale-miss");
        if (!exchange.watchAnswer(fetch)) {
            fetch.onOver();
        }
        fetch.prepare(exchange);
        return Outcome.CONTINUE;
    }

    /** What is fetched beside an exchange that waits for it like others. */
    private final class Beside implements PeerFetch.Then {
        private final FilterContext exchange;
        private final Asked asked;
        private final Flight flight;
        private final String why;

        Beside(FilterContext exchange, Asked asked, Flight flight, String why) {
            this.exchange = exchange;
            this.asked = asked;
            this.flight = flight;
            this.why = why;
        }

        @Override
        public void given(String word) {}

        @Override
        public void fill(boolean forOthers) {
            store.figures.misses.increment();
            Fetch fetch = new Fetch(store, asked, flight, null, why);
            exchange.repeat(fetch, fetch::prepare);
        }
    }

    /** How an exchange goes on after other nodes were asked. */
    private final class Peers implements PeerFetch.Then {
        private final FilterContext exchange;
        private final Asked asked;
        private final Flight flight;
        private final @Nullable Stored stored;
        private final String why;

        Peers(FilterContext exchange, Asked asked, Flight flight, @Nullable Stored stored, String why) {
            this.exchange = exchange;
            this.asked = asked;
            this.flight = flight;
            this.stored = stored;
            this.why = why;
        }

        @Override
        public void given(String word) {
            Arriving arriving = flight.arriving();
            boolean whole = !asked.conditional() && !asked.ranged();
            if (arriving != null && whole && arriving.fits(asked, exchange.head())) {
                StoredAnswers.fromPeer(exchange, arriving, why, word);
                exchange.resume(Outcome.ANSWERED);
            } else if (flight.isLanded()) {
                exchange.resume(decide(exchange, asked, 1, why));
            } else {
                flight.await(exchange.loop(), true, () -> goOn(exchange, asked, flight, 1, why));
            }
        }

        @Override
        public void fill(boolean forOthers) {
            Flight own = forOthers ? flight : null;
            if (own == null) {
                store.land(flight);
            }
            exchange.resume(forward(exchange, asked, own, stored, why));
        }
    }

    private void await(FilterContext exchange, Asked asked, Flight flight, int waits, String why) {
        boolean forAll = asked.conditional() || asked.ranged();
        flight.await(exchange.loop(), forAll, () -> goOn(exchange, asked, flight, waits, why));
    }

    /** The answer comes, has come, will not come, or takes too long. */
    private void goOn(FilterContext exchange, Asked asked, Flight flight, int waits, String why) {
        Arriving arriving = flight.arriving();
        if (arriving == null || asked.conditional() || asked.ranged()) {
            if (!flight.isLanded()) {
                store.retire(
                        flight); // one of those who have waited for too long goes, and the others wait for that one
            }
            exchange.resume(decide(exchange, asked, waits, why));
        } else if (flight.isOutdated() || store.isPurged(arriving.entry())) {
            store.retire(flight); // something newer is wanted
            exchange.resume(decide(exchange, asked, waits, why));
        } else if (arriving.fits(asked, exchange.head())) {
            store.figures.hits.increment();
            StoredAnswers.serve(exchange, arriving, why);
            exchange.resume(Outcome.ANSWERED);
        } else {
            exchange.resume(decide(exchange, asked, waits, why));
        }
    }

    private void refresh(FilterContext exchange, Asked asked, Stored stored) {
        Flight own = new Flight(store.flightKey(asked, exchange.head()), asked.place());
        if (store.join(own) == null) {
            Fetch fetch = new Fetch(store, asked, own, stored, "stale");
            exchange.repeat(fetch, again -> fetch.prepare(again));
        }
    }

    private Outcome pass(FilterContext exchange, String why, String detail) {
        store.figures.passed.increment();
        exchange.noteCache("bypass");
        CacheStatus.passed(exchange, why, detail);
        return Outcome.CONTINUE;
    }
}
