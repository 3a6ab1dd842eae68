package io.weir.node.filter.cache;

import io.weir.node.decide.cache.Rendezvous;
import io.weir.node.state.FilterContext;
import io.weir.node.state.PeerBook;
import io.weir.node.state.PeerPlan;
import io.weir.protocol.http.RequestHead;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the owner of a key for its answer, and those that take its place if it does not say a word, before the backend is asked.
 * Only on the loop of the exchange that wants the answer.
 */
final class PeerFetch implements Transfer.Told {
    private static final int MOST_ASKED = 3;
    private static final long PATIENCE_NANOS = 3_500_000_000L;

    private final CacheStore store;
    private final FilterContext exchange;
    private final Asked asked;
    private final Flight flight;
    private final @Nullable Stored stale;
    private final Then then;
    private final RequestHead selecting;
    private final PeerBook.Circle circle;
    private final List<String> ranking;
    private final long untilNanos = System.nanoTime() + PATIENCE_NANOS;
    private int next;
    private String member = "";

    /** How the exchange goes on. Never called within {@link #begin}. */
    interface Then {
        /** From the flight, which is open or has landed. */
        void given(String word);

        /** It asks the backend. {@code forOthers}: the flight is theirs as well, and to be fed. */
        void fill(boolean forOthers);
    }

    private PeerFetch(
            CacheStore store,
            FilterContext exchange,
            Asked asked,
            Flight flight,
            @Nullable Stored stale,
            PeerBook.Circle circle,
            Then then) {
        this.store = store;
        this.exchange = exchange;
        this.asked = asked;
        this.flight = flight;
        this.stale = stale;
        this.circle = circle;
        this.then = then;
        this.ranking = Rendezvous.ranking(asked.flight(), circle.members());
        this.selecting = PeerWords.copy(exchange.head(), asked);
    }

    /** False: the key is this node's own, or nobody else can be asked. */
    static boolean begin(
            CacheStore store, FilterContext exchange, Asked asked, Flight flight, @Nullable Stored stale, Then then) {
        PeerBook.Circle circle = store.peering().circle();
        RequestHead head = exchange.head();
        if (!isShared(store, asked, circle) || PeerWords.isTooLarge(head)) {
            return false;
        }
        return new PeerFetch(store, exchange, asked, flight, stale, circle, then).ask();
    }

    /** Whether another node is to be asked about this first. */
    static boolean isOfUse(CacheStore store, Asked asked) {
        PeerBook.Circle circle = store.peering().circle();
        return isShared(store, asked, circle)
                && !Rendezvous.ranking(asked.flight(), circle.members()).get(0).equals(circle.self());
    }

    private static boolean isShared(CacheStore store, Asked asked, PeerBook.Circle circle) {
        return store.policy().cluster() && circle.members().size() > 1 && !store.wasInvalidated(asked.primary());
    }

    /** False: there is nobody to ask. */
    private boolean ask() {
        while (next < MOST_ASKED && next < ranking.size() && System.nanoTime() < untilNanos) {
            member = ranking.get(next++);
            if (member.equals(circle.self())) {
                break;
            }
            PeerPlan peer = store.peering().peer(member);
            if (peer != null) {
                flight.asks(member);
                ask(peer);
                return true;
            }
        }
        flight.asks("");
        return false;
    }

    private void ask(PeerPlan peer) {
        PeerAsk ask = store.ask(PeerAsk.Kind.ASK, circle.self(), flight.number(), asked);
        byte[] question = PeerWords.question(selecting, asked, ask, peer, Fetch.conditions(stale));
        Duration patience = Duration.ofNanos(Math.max(1, untilNanos - System.nanoTime()));
        exchange.askPeer(peer, question, patience, new Transfer(store, asked, selecting, flight, stale, true, this));
    }

    @Override
    public void coming(String word) {
        store.figures.peerHits.increment();
        then.given(word);
    }

    @Override
    public void renewed() {
        store.figures.peerHits.increment();
        then.given(PeerWords.HIT);
    }

    @Override
    public void nothing(String word) {
        store.figures.peerMisses.increment();
        flight.asks("");
        if (word.equals(PeerWords.PASS)) {
            store.pass(asked.flight());
        }
        then.fill(!word.equals(PeerWords.PASS));
    }

    @Override
    public void failed() {
        store.figures.peerFailures.increment();
        store.peering().failed(member);
        if (!ask()) {
            then.fill(true);
        }
    }
}
