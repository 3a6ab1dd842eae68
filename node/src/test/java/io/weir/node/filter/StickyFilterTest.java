package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.RequestKey;
import io.weir.config.model.Sticky;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.SessionDesk;
import io.weir.node.state.UpstreamPlan;
import io.weir.node.testkit.TestExchange;
import io.weir.node.testkit.TestUpstream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class StickyFilterTest {
    private static final String WITH_KEY = "GET /a HTTP/1.1\r\nX-Session: s1";

    private final UpstreamPlan upstream = TestUpstream.weights(1, 1, 1, 1)
            .sticky(new Sticky.Learned(new RequestKey(RequestKey.Kind.HEADER, "X-Session"), Duration.ofMinutes(30)))
            .plan();
    private final FakeDesk desk = new FakeDesk();
    private final StickyFilter filter = new StickyFilter(desk, new UpstreamPlan[] {upstream}, new byte[0]);

    @Test
    void aRequestWithoutTheKeyIsBalanced() {
        TestExchange exchange = exchange("GET /a");
        assertThat(filter.onRequest(exchange)).isEqualTo(Outcome.CONTINUE);
        assertThat(exchange.stuckTo()).isNull();
        assertThat(exchange.target()).isEqualTo(upstream);
        assertThat(desk.asked).isEmpty();
    }

    @Test
    void aSessionThatIsKnownHereStaysWithoutAMessage() {
        desk.cached = TestUpstream.id(2);
        TestExchange exchange = exchange(WITH_KEY);
        assertThat(filter.onRequest(exchange)).isEqualTo(Outcome.CONTINUE);
        assertThat(exchange.stuckTo()).isEqualTo(TestUpstream.id(2));
        assertThat(desk.asked).isEmpty();
    }

    @Test
    void aNewSessionGetsWhatItsOwnerSays() {
        desk.answers.add(TestUpstream.id(3));
        TestExchange exchange = exchange(WITH_KEY);
        assertThat(filter.onRequest(exchange)).isEqualTo(Outcome.WAIT);
        assertThat(exchange.resumed()).isEqualTo(Outcome.CONTINUE);
        assertThat(exchange.stuckTo()).as("another node's proposal came first").isEqualTo(TestUpstream.id(3));
        assertThat(desk.asked).containsExactly("orders s1 " + TestUpstream.id(1) + " instead of null");
    }

    @Test
    void aSessionWhoseEndpointIsLostMovesAndTheOwnerIsToldWhichWasLost() {
        desk.cached = TestUpstream.id(2);
        upstream.endpoints()[1].status().setUsable(false);
        desk.answers.add(TestUpstream.id(1));
        TestExchange exchange = exchange(WITH_KEY);
        assertThat(filter.onRequest(exchange)).isEqualTo(Outcome.WAIT);
        assertThat(desk.asked).containsExactly("orders s1 " + TestUpstream.id(1) + " instead of " + TestUpstream.id(2));
        assertThat(exchange.stuckTo()).isEqualTo(TestUpstream.id(1));
    }

    @Test
    void anOwnerThatHoldsOnToALostEndpointIsToldSoOnce() {
        upstream.endpoints()[1].status().setUsable(false);
        desk.answers.addAll(List.of(TestUpstream.id(2), TestUpstream.id(4)));
        TestExchange exchange = exchange(WITH_KEY);
        filter.onRequest(exchange);
        assertThat(desk.asked)
                .containsExactly(
                        "orders s1 " + TestUpstream.id(1) + " instead of null",
                        "orders s1 " + TestUpstream.id(1) + " instead of " + TestUpstream.id(2));
        assertThat(exchange.stuckTo()).isEqualTo(TestUpstream.id(4));

        desk.answers.addAll(List.of(TestUpstream.id(2), TestUpstream.id(2)));
        TestExchange stubborn = exchange(WITH_KEY);
        filter.onRequest(stubborn);
        assertThat(stubborn.stuckTo()).as("it goes on without the owner").isEqualTo(TestUpstream.id(1));
        assertThat(stubborn.resumed()).isEqualTo(Outcome.CONTINUE);
    }

    @Test
    void aDrainingEndpointKeepsItsSessions() {
        desk.cached = TestUpstream.id(2);
        upstream.endpoints()[1].status().setDraining(true);
        TestExchange exchange = exchange(WITH_KEY);
        assertThat(filter.onRequest(exchange)).isEqualTo(Outcome.CONTINUE);
        assertThat(exchange.stuckTo()).isEqualTo(TestUpstream.id(2));
    }

    @Test
    void anEndpointThatIsNotPartOfTheUpstreamAnyMoreIsLost() {
        desk.cached = "10.9.9.9:80";
        desk.answers.add(TestUpstream.id(1));
        filter.onRequest(exchange(WITH_KEY));
        assertThat(desk.asked).containsExactly("orders s1 " + TestUpstream.id(1) + " instead of 10.9.9.9:80");
    }

    @Test
    void whereNothingCanBeUsedNoSessionBegins() {
        TestExchange exchange = TestExchange.to(upstream, WITH_KEY);
        assertThat(filter.onRequest(exchange)).isEqualTo(Outcome.CONTINUE);
        assertThat(desk.asked).isEmpty();
    }

    @Test
    void theTargetThatIsChosenIsTheOneThatIsAsked() {
        TestExchange exchange = exchange(WITH_KEY);
        exchange.chooseTarget(TestUpstream.weights(1).plan());
        assertThat(filter.onRequest(exchange)).as("that one learns no sessions").isEqualTo(Outcome.CONTINUE);
        assertThat(Objects.requireNonNull(exchange.target())).isNotEqualTo(upstream);
    }

    private TestExchange exchange(String head) {
        return TestExchange.to(upstream, head).proposing(upstream.endpoints()[0]);
    }

    private static final class FakeDesk implements SessionDesk {
        final List<String> asked = new ArrayList<>();
        final Queue<String> answers = new ArrayDeque<>();

        @Nullable
        String cached;

        @Override
        public @Nullable String cached(String upstream, String key) {
            return cached;
        }

        @Override
        public void assign(
                String upstream,
                String key,
                String proposed,
                @Nullable String lost,
                Executor loop,
                Consumer<String> then) {
            asked.add(upstream + " " + key + " " + proposed + " instead of " + lost);
            then.accept(answers.remove());
        }
    }
}
