package io.weir.node.filter.cache;

import io.weir.node.decide.cache.Reuse;
import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.state.PeerPlan;
import io.weir.protocol.http.Method;
import io.weir.protocol.http.Problem;
import io.weir.protocol.http.RequestHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Answers the caches of other nodes from this node's: with what is stored, with what is being fetched, or with a word. Whoever
 * is told to fetch what this node owns is asked for it at once. Nothing that comes here ever goes to a backend. Thread-safe.
 */
public final class PeerDoor implements Filter {
    private static final Problem NOT_A_PEER =
            Problem.of(403, "not-a-peer", "Only nodes of this cluster are answered here");
    private static final int MOST_WAITS = 3;
    private static final int MOST_PULL_WAITS = 10;

    /** Until the head of what another node fetches, which waits for its backend. */
    private static final Duration PULL_PATIENCE = Duration.ofSeconds(35);

    private static final byte[] NOTHING = {};

    private final CacheStores stores;

    public PeerDoor(CacheStores stores) {
        this.stores = stores;
    }

    /** One question. */
    private record Question(CacheStore store, PeerAsk ask, Asked asked) {}

    @Override
    public Outcome onRequest(FilterContext exchange) {
        RequestHead head = exchange.head();
        String text = head.field(PeerWords.ASK);
        PeerAsk ask = text == null ? null : PeerAsk.parse(text);
        if (ask == null || head.method() != Method.GET || exchange.bodyLength() != 0 || !isPeer(head)) {
            exchange.deny(NOT_A_PEER);
            return Outcome.ANSWERED;
        }
        CacheStore store = stores.named(ask.policy(), ask.print());
        if (store == null || !store.isCurrent()) {
            return say(exchange, PeerWords.ALONE);
        }
        return look(exchange, new Question(store, ask, Asked.byPeer(head, ask)), 0);
    }

    /** What may be on disk comes to memory first, as for clients. */
    private Outcome look(FilterContext exchange, Question question, int loads) {
        CacheStore store = question.store;
        String key = loads == CacheFilter.MOST_LOADS ? null : store.onDisk(question.asked, exchange.head());
        if (key == null) {
            return answer(exchange, question, 0);
        }
        store.load(key, exchange.loop(), found -> exchange.resume(look(exchange, question, loads + 1)));
        return Outcome.WAIT;
    }

    private boolean isPeer(RequestHead head) {
        String expected = stores.peering().token();
        String shown = head.field(PeerWords.PEER);
        return !expected.isEmpty()
                && shown != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.ISO_8859_1), shown.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Outcome answer(FilterContext exchange, Question question, int waits) {
        CacheStore store = question.store;
        Stored stored = store.find(question.asked, exchange.head());
        if (stored != null) {
            Reuse reuse = Reuse.of(question.asked.control(), stored.at(System.nanoTime()));
            if (reuse == Reuse.FRESH || reuse == Reuse.STALE) {
                Outcome given = give(exchange, question, stored);
                if (given == Outcome.ANSWERED) {
                    return given;
                }
            }
        }
        if (store.isPassing(question.asked.flight())) {
            return say(exchange, PeerWords.PASS);
        }
        return question.ask.kind() == PeerAsk.Kind.PULL
                ? join(exchange, question, store.flight(store.flightKey(question.asked, exchange.head())), waits)
                : joinOrGrant(exchange, question, stored, waits);
    }

    private Outcome joinOrGrant(FilterContext exchange, Question question, @Nullable Stored stale, int waits) {
        CacheStore store = question.store;
        Flight own = new Flight(store.flightKey(question.asked, exchange.head()), question.asked.place());
        Flight other = store.join(own);
        if (other != null) {
            return join(exchange, question, other, waits);
        }
        PeerPlan peer = store.peering().peer(question.ask.from());
        if (peer == null) {
            store.land(own);
            return say(exchange, PeerWords.ALONE);
        }
        pull(exchange, question, own, stale, peer);
        return say(exchange, PeerWords.FILL);
    }

    /** What the other is about to fetch becomes this node's. */
    private static void pull(
            FilterContext exchange, Question question, Flight own, @Nullable Stored stale, PeerPlan peer) {
        CacheStore store = question.store;
        Asked asked = question.asked;
        RequestHead selecting = PeerWords.copy(exchange.head(), asked);
        PeerAsk ask = store.ask(PeerAsk.Kind.PULL, store.peering().circle().self(), question.ask.flight(), asked);
        byte[] request = PeerWords.question(selecting, asked, ask, peer, Fetch.conditions(stale));
        Pulled pulled = new Pulled(store, asked, own);
        exchange.askPeer(
                peer, request, PULL_PATIENCE, new Transfer(store, asked, selecting, own, stale, false, pulled));
    }

    /** Who waits here for what is pulled looks again when nothing comes of it. */
    private record Pulled(CacheStore store, Asked asked, Flight flight) implements Transfer.Told {
        @Override
        public void coming(String word) {}

        @Override
        public void renewed() {}

        @Override
        public void nothing(String word) {
            if (word.equals(PeerWords.PASS)) {
                store.pass(asked.flight());
            }
            store.land(flight);
        }

        @Override
        public void failed() {
            store.land(flight);
        }
    }

    private Outcome join(FilterContext exchange, Question question, @Nullable Flight flight, int waits) {
        boolean pulls = question.ask.kind() == PeerAsk.Kind.PULL;
        if (flight == null || isInVain(question.ask, flight) || waits == (pulls ? MOST_PULL_WAITS : MOST_WAITS)) {
            return say(exchange, PeerWords.ALONE);
        }
        flight.await(
                exchange.loop(),
                question.asked.conditional(),
                () -> exchange.resume(goOn(exchange, question, flight, waits + 1)));
        return Outcome.WAIT;
    }

    /** What the other waits for itself; or something else than it has told of. */
    private static boolean isInVain(PeerAsk ask, Flight flight) {
        return ask.kind() == PeerAsk.Kind.PULL ? flight.number() != ask.flight() : flight.waitsFor(ask.from());
    }

    private Outcome goOn(FilterContext exchange, Question question, Flight flight, int waits) {
        Arriving arriving = flight.arriving();
        if (arriving != null && !question.asked.conditional()) {
            return goOn(exchange, question, flight, arriving, waits);
        }
        boolean pulls = question.ask.kind() == PeerAsk.Kind.PULL;
        return pulls || flight.isLanded() ? answer(exchange, question, waits) : say(exchange, PeerWords.ALONE);
    }

    private Outcome goOn(FilterContext exchange, Question question, Flight flight, Arriving arriving, int waits) {
        CacheStore store = question.store;
        if (flight.isOutdated() || store.isPurged(arriving.entry())) {
            store.retire(flight);
        } else if (arriving.fits(question.asked, exchange.head())) {
            return give(exchange, store, arriving);
        }
        return answer(exchange, question, waits);
    }

    /** {@link Outcome#CONTINUE}: it is gone meanwhile. */
    private Outcome give(FilterContext exchange, Question question, Stored stored) {
        CacheStore store = question.store;
        if (!StoredAnswers.give(exchange, question.asked, stored)) {
            return Outcome.CONTINUE;
        }
        store.figures.peerServed.increment();
        tell(exchange, PeerWords.HIT, store.outlived(stored), stored);
        return Outcome.ANSWERED;
    }

    private static Outcome give(FilterContext exchange, CacheStore store, Arriving arriving) {
        store.figures.peerServed.increment();
        tell(exchange, PeerWords.LIVE, store.outlived(arriving.entry()), arriving.entry());
        exchange.serve(arriving.live());
        return Outcome.ANSWERED;
    }

    private static void tell(FilterContext exchange, String word, String outlived, Stored stored) {
        exchange.addResponseField("weir-peer", word + " " + outlived);
        exchange.addResponseField("age", Long.toString(stored.age(System.nanoTime())));
    }

    private static Outcome say(FilterContext exchange, String word) {
        exchange.addResponseField("weir-peer", word);
        exchange.answer(204, "", NOTHING);
        return Outcome.ANSWERED;
    }
}
