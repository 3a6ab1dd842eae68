package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Balance;
import io.weir.config.model.RequestKey;
import io.weir.config.model.Sticky;
import io.weir.node.state.CookieSigner;
import io.weir.node.state.EndpointPlan;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.testkit.TestExchange;
import io.weir.node.testkit.TestUpstream;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class BalancingPickerTest {
    private static final String PLAIN = "GET /";

    private final BalancingPicker picker = new BalancingPicker(new PlainSigner(), 1);
    private final Random random = new Random(1);

    @Test
    void turnsGoOnFromRequestToRequestAndSkipWhatCannotBeUsed() {
        UpstreamPlan upstream = TestUpstream.weights(1, 1, 1, 1).plan();
        assertThat(counts(upstream, PLAIN, 40).values()).containsExactly(10, 10, 10, 10);
        upstream.endpoints()[0].status().setUsable(false);
        upstream.endpoints()[1].status().setDraining(true);
        Map<String, Integer> counts = counts(upstream, PLAIN, 40);
        assertThat(counts).containsOnlyKeys(TestUpstream.id(3), TestUpstream.id(4));
        assertThat(counts.values()).containsExactly(20, 20);
    }

    @Test
    void inPanicEvenUnusableOnesAreTakenButNotDrainingOnes() {
        UpstreamPlan upstream = TestUpstream.weights(1, 1, 1).plan();
        upstream.endpoints()[0].status().setUsable(false);
        upstream.endpoints()[1].status().setUsable(false);
        upstream.endpoints()[2].status().setDraining(true);
        assertThat(counts(upstream, PLAIN, 10)).containsOnlyKeys(TestUpstream.id(1), TestUpstream.id(2));
    }

    @Test
    void whatFailedInThisExchangeIsNotTakenAgain() {
        UpstreamPlan upstream = TestUpstream.weights(1, 1, 1).plan();
        for (int i = 0; i < 20; i++) {
            assertThat(pick(upstream, exchange(upstream, PLAIN), 0b101)).isEqualTo(TestUpstream.id(2));
        }
        assertThat(pick(upstream, exchange(upstream, PLAIN), 0b111))
                .as("nobody is left")
                .isEqualTo("nobody");
    }

    @Test
    void aConnectionWithoutRequestsGoesByItsAddressOrByTurns() {
        UpstreamPlan turns = TestUpstream.weights(1, 1, 1).plan();
        turns.endpoints()[1].status().setDraining(true);
        Set<String> taken = new HashSet<>();
        for (int i = 0; i < 10; i++) {
            taken.add(pickFor(turns, 1, 0));
        }
        assertThat(taken).containsExactlyInAnyOrder(TestUpstream.id(1), TestUpstream.id(3));
        assertThat(pickFor(turns, 1, 0b101)).as("the others have failed").isEqualTo("nobody");
        Balance byAddress = new Balance(Balance.Kind.HASH, Optional.of(new RequestKey(RequestKey.Kind.ADDRESS, "")));
        UpstreamPlan hashed =
                TestUpstream.weights(1, 1, 1, 1).balance(byAddress).plan();
        Set<String> all = new HashSet<>();
        for (int address = 0; address < 50; address++) {
            String first = pickFor(hashed, address, 0);
            assertThat(pickFor(hashed, address, 0)).isEqualTo(first);
            all.add(first);
        }
        assertThat(all).hasSize(4);
    }

    private String pickFor(UpstreamPlan upstream, int address, long excluded) {
        byte[] client = {10, 0, 0, (byte) address};
        EndpointPlan endpoint = picker.pickFor(upstream, client, one -> 0, excluded, random.nextInt());
        return endpoint == null ? "nobody" : endpoint.id();
    }

    @Test
    void aLearnedSessionStaysUntilItsEndpointFails() {
        UpstreamPlan upstream = TestUpstream.weights(1, 1, 1).plan();
        TestExchange exchange = exchange(upstream, PLAIN);
        exchange.stickTo(TestUpstream.id(3));
        for (int i = 0; i < 10; i++) {
            assertThat(pick(upstream, exchange, 0)).isEqualTo(TestUpstream.id(3));
        }
        assertThat(pick(upstream, exchange, 0b100)).isNotEqualTo(TestUpstream.id(3));
        upstream.endpoints()[2].status().setDraining(true);
        assertThat(pick(upstream, exchange, 0)).as("draining keeps what it has").isEqualTo(TestUpstream.id(3));
        upstream.endpoints()[2].status().setUsable(false);
        assertThat(pick(upstream, exchange, 0)).isNotEqualTo(TestUpstream.id(3));
    }

    @Test
    void aCookieSessionBeginsStaysAndMoves() {
        UpstreamPlan upstream =
                TestUpstream.weights(1, 1).sticky(new Sticky.Cookie("weir")).plan();
        TestExchange first = exchange(upstream, PLAIN);
        String chosen = pick(upstream, first, 0);
        assertThat(first.cookies).containsExactly("weir=orders/" + chosen + "; Path=/; HttpOnly; SameSite=Lax");

        TestExchange second = exchange(upstream, "GET / HTTP/1.1\r\nCookie: weir=orders/" + chosen);
        assertThat(pick(upstream, second, 0)).isEqualTo(chosen);
        assertThat(second.cookies).as("nothing new to tell").isEmpty();

        int index = chosen.equals(TestUpstream.id(1)) ? 0 : 1;
        upstream.endpoints()[index].status().setUsable(false);
        TestExchange third = exchange(upstream, "GET / HTTP/1.1\r\nCookie: weir=orders/" + chosen);
        String other = pick(upstream, third, 0);
        assertThat(other).isNotEqualTo(chosen);
        assertThat(third.cookies).containsExactly("weir=orders/" + other + "; Path=/; HttpOnly; SameSite=Lax");
    }

    @Test
    void aCookieThatWasNotSignedBeginsAnew() {
        UpstreamPlan upstream =
                TestUpstream.weights(1, 1).sticky(new Sticky.Cookie("weir")).plan();
        TestExchange exchange = exchange(upstream, "GET / HTTP/1.1\r\nCookie: weir=" + TestUpstream.id(2));
        pick(upstream, exchange, 0);
        assertThat(exchange.cookies).hasSize(1);
    }

    @Test
    void aKeyAlwaysLeadsToOneEndpointAndWithoutItAnyIsTaken() {
        Balance hash = new Balance(Balance.Kind.HASH, Optional.of(new RequestKey(RequestKey.Kind.HEADER, "X-Session")));
        UpstreamPlan upstream = TestUpstream.weights(1, 1, 1).balance(hash).plan();
        Set<String> all = new HashSet<>();
        for (int key = 0; key < 50; key++) {
            Set<String> one =
                    counts(upstream, "GET / HTTP/1.1\r\nX-Session: " + key, 10).keySet();
            assertThat(one).as("key %s", key).hasSize(1);
            all.addAll(one);
        }
        assertThat(all).hasSize(3);
        assertThat(counts(upstream, PLAIN, 100)).hasSize(3);
    }

    @Test
    void theLeastLoadIsThatOfThisLoopAndOfTheOtherNodesTogether() {
        UpstreamPlan upstream = TestUpstream.weights(1, 1, 1)
                .balance(new Balance(Balance.Kind.LEAST_REQUEST, Optional.empty()))
                .plan();
        upstream.endpoints()[0].status().setRemoteInFlight(9);
        upstream.endpoints()[1].status().setRemoteInFlight(2);
        int[] here = {0, 5, 8};
        EndpointPlan picked =
                picker.pick(upstream, exchange(upstream, PLAIN), status -> here[status.slot()], 0, random.nextInt());
        assertThat(picked).isEqualTo(upstream.endpoints()[1]);
    }

    /** Turns are of one upstream; another one between, or a new revision, must not disturb them. */
    @Test
    void upstreamsHaveTurnsOfTheirOwn() {
        UpstreamPlan one = TestUpstream.weights(1, 1, 1).plan();
        UpstreamPlan two = new UpstreamPlan(
                40, "two", one.model(), TestUpstream.weights(1, 1, 1).plan().endpoints());
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < 30; i++) {
            counts.merge(pick(one, exchange(one, PLAIN), 0), 1, Integer::sum);
            pick(two, exchange(two, PLAIN), 0);
        }
        assertThat(counts.values()).containsExactly(10, 10, 10);
        UpstreamPlan smaller = TestUpstream.weights(1).plan();
        assertThat(pick(smaller, exchange(smaller, PLAIN), 0)).isEqualTo(TestUpstream.id(1));
    }

    private Map<String, Integer> counts(UpstreamPlan upstream, String head, int requests) {
        Map<String, Integer> counts = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            counts.merge(pick(upstream, exchange(upstream, head), 0), 1, Integer::sum);
        }
        return counts;
    }

    private String pick(UpstreamPlan upstream, TestExchange exchange, long excluded) {
        EndpointPlan picked = picker.pick(upstream, exchange, status -> 0, excluded, random.nextInt());
        return picked == null ? "nobody" : picked.id();
    }

    private static TestExchange exchange(UpstreamPlan upstream, String head) {
        return TestExchange.to(upstream, head);
    }

    private static final class PlainSigner implements CookieSigner {
        @Override
        public String sign(String upstream, String endpoint) {
            return upstream + "/" + endpoint;
        }

        @Override
        public @Nullable String verify(String upstream, String value) {
            return value.startsWith(upstream + "/") ? value.substring(upstream.length() + 1) : null;
        }
    }
}
