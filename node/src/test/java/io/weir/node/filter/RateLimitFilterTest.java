package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Policy;
import io.weir.config.model.RequestKey;
import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.Filter.Outcome;
import io.weir.node.state.Identity;
import io.weir.node.state.LimitAnswer;
import io.weir.node.state.Limiter;
import io.weir.node.testkit.Allocations;
import io.weir.node.testkit.QuietExchange;
import io.weir.node.testkit.TestExchange;
import io.weir.node.testkit.TestHead;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RateLimitFilterTest {
    private final FakeLimiter limiter = new FakeLimiter();

    @ParameterizedTest(name = "{0}, {1} left, reset {2} ns: {3}, as {4}")
    @CsvSource({
        "ADMITTED, 7, 0,          0, the bucket is full",
        "ADMITTED, 3, 2000000000, 2, whole seconds",
        "ADMITTED, 0, 2000000001, 3, never earlier than true",
        "DENIED,   0, 1,          1, a part of a second is one",
        "DENIED,   0, 1500000000, 2, never earlier than true",
        "DENIED,   0, 0,          0, at once",
        "DENIED,  -5, 1,          1, never less than none",
    })
    void anAnswerSaysWhatIsLeftAndUntilWhen(
            Limiter.Admission admission, long remaining, long resetNanos, long seconds, String reason) {
        limiter.next = admission;
        limiter.remaining = remaining;
        limiter.resetNanos = resetNanos;
        TestExchange exchange = TestExchange.of("GET /");
        Outcome outcome = filter(RequestKey.Kind.ADDRESS, "").onRequest(exchange);
        List<String> fields = new ArrayList<>(List.of(
                "RateLimit-Policy: \"five\";q=10;w=2",
                "RateLimit: \"five\";r=" + Math.max(0, remaining) + ";t=" + seconds));
        if (admission == Limiter.Admission.DENIED) {
            fields.add("Retry-After: " + Math.max(1, seconds));
            assertThat(Objects.requireNonNull(exchange.denied()).status()).isEqualTo(429);
        }
        assertThat(exchange.responseFields).as(reason).isEqualTo(fields);
        assertThat(outcome).isEqualTo(exchange.denied() == null ? Outcome.CONTINUE : Outcome.ANSWERED);
    }

    @ParameterizedTest(name = "{0} {1}: {2}, as {3}")
    @CsvSource({
        "ADDRESS,  '',        '10 1 2 3',  the bytes of the client's address",
        "CONSUMER, '',        acme,        who is identified by name",
        "HEADER,   X-Tenant,  blue,        the field's value",
        "HEADER,   X-Missing, '',          all without it share one bucket",
        "QUERY,    tenant,    r%65d,       as it was sent",
        "QUERY,    missing,   '',          all without it share one bucket",
        "PATH,     missing,   '',          all without it share one bucket",
        "ROUTE,    '',        the route,   one for the route",
    })
    void theKeyIsTakenFromTheRequest(RequestKey.Kind kind, String name, String expected, String reason) {
        TestExchange exchange = TestExchange.of(TestHead.of("GET /a?tenant=r%65d HTTP/1.1\r\nX-Tenant: blue")
                        .from(10, 1, 2, 3))
                .identifiedAs(new ConsumerPlan("acme", Set.of(), "acme".getBytes(StandardCharsets.UTF_8)));
        filter(kind, name).onRequest(exchange);
        assertThat(limiter.key).as(reason).isEqualTo(bytes(kind, expected));
    }

    @ParameterizedTest(name = "{0}: ''{1}'', as {2}")
    @CsvSource({
        "tenant,      blue, one value",
        "realm.house, h1,   nested",
        "number,      7,    a number",
        "many,        '',   no single value shares the bucket of those without",
        "missing,     '',   all without it share one bucket",
    })
    void aClaimOfTheTokenMayBeTheKey(String claim, String expected, String reason) {
        Map<String, Object> claims =
                Map.of("tenant", "blue", "realm", Map.of("house", "h1"), "number", 7, "many", List.of("a", "b"));
        ConsumerPlan consumer = new ConsumerPlan("acme", Set.of(), new byte[0]);
        TestExchange exchange =
                TestExchange.of("GET /").identifiedAs(new Identity(consumer, "jwt", Set.of(), claims, new byte[0]));
        filter(RequestKey.Kind.CLAIM, claim).onRequest(exchange);
        assertThat(new String(limiter.key, StandardCharsets.UTF_8)).as(reason).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"gold, five/gold;q=200;w=2", "free, five/free;q=1;w=60", "'', five;q=10;w=2", "other, five;q=10;w=2"})
    void whoHasAPlanHasItsLimit(String plan, String limit) {
        Policy.RateLimit policy = new Policy.RateLimit(
                "five",
                new RequestKey(RequestKey.Kind.CONSUMER, ""),
                5,
                10,
                Policy.WhenOwnerLost.SHARE,
                Map.of("gold", new Policy.Quota(100, 200), "free", new Policy.Quota(1 / 60.0, 1)));
        Map<String, FakeLimiter> asked = new HashMap<>();
        RateLimitFilter filter = new RateLimitFilter(
                policy.key(),
                new RateLimitTerms(policy, of -> asked.computeIfAbsent(of.name(), any -> new FakeLimiter())),
                new byte[0]);
        TestExchange exchange = TestExchange.of("GET /").identifiedAs(ConsumerPlan.declared("acme", Set.of(), plan));
        filter.onRequest(exchange);
        String[] parts = limit.split(";", 2);
        assertThat(exchange.responseFields).contains("RateLimit-Policy: \"" + parts[0] + "\";" + parts[1]);
        asked.forEach((name, one) -> assertThat(one.key.length > 0).as(name).isEqualTo(name.equals(parts[0])));
    }

    private static byte[] bytes(RequestKey.Kind kind, String text) {
        if (kind == RequestKey.Kind.ADDRESS) {
            return new byte[] {10, 1, 2, 3};
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whoeverIsNotIdentifiedIsLimitedByAddress() {
        filter(RequestKey.Kind.CONSUMER, "")
                .onRequest(TestExchange.of(TestHead.of("GET /").from(10, 1, 2, 3)));
        assertThat(limiter.key).containsExactly(10, 1, 2, 3);
    }

    @Test
    void aRequestThatWaitsForItsLeaseEndsAsItsOwnerSays() {
        for (Limiter.Admission later : List.of(Limiter.Admission.ADMITTED, Limiter.Admission.DENIED)) {
            limiter.next = Limiter.Admission.WAIT;
            TestExchange exchange = TestExchange.of("GET /");
            assertThat(filter(RequestKey.Kind.ADDRESS, "").onRequest(exchange)).isEqualTo(Outcome.WAIT);
            assertThat(exchange.resumed()).isNull();
            assertThat(exchange.responseFields).isEmpty();

            LimitAnswer answer = new LimitAnswer();
            answer.set(4, 1);
            Objects.requireNonNull(limiter.waiter).decided(later, answer);
            boolean admitted = later == Limiter.Admission.ADMITTED;
            assertThat(exchange.resumed()).isEqualTo(admitted ? Outcome.CONTINUE : Outcome.ANSWERED);
            assertThat(exchange.denied() == null).isEqualTo(admitted);
            assertThat(exchange.responseFields).contains("RateLimit: \"five\";r=4;t=1");
        }
    }

    @Test
    void whatTheFilterDoesItselfAllocatesNothing() {
        RateLimitFilter filter = filter(RequestKey.Kind.HEADER, "X-Tenant");
        QuietExchange exchange = new QuietExchange(TestExchange.of("GET / HTTP/1.1\r\nX-Tenant: blue"));
        limiter.quiet = true;
        assertThat(Allocations.leastOf(() -> {
                    for (int i = 0; i < 100; i++) {
                        filter.onRequest(exchange);
                    }
                }))
                .isZero();
    }

    private RateLimitFilter filter(RequestKey.Kind kind, String name) {
        Policy.RateLimit policy =
                new Policy.RateLimit("five", new RequestKey(kind, name), 5, 10, Policy.WhenOwnerLost.SHARE);
        return new RateLimitFilter(
                policy.key(), new RateLimitTerms(policy, any -> limiter), "the route".getBytes(StandardCharsets.UTF_8));
    }

    private static final class FakeLimiter implements Limiter {
        Admission next = Admission.ADMITTED;
        long remaining;
        long resetNanos;
        boolean quiet;
        byte[] key = new byte[0];

        @Nullable
        Waiter waiter;

        @Override
        public Admission admit(byte[] buffer, int start, int end, long nowNanos, LimitAnswer answer) {
            if (!quiet) {
                key = Arrays.copyOfRange(buffer, start, end);
            }
            answer.set(remaining, resetNanos);
            return next;
        }

        @Override
        public void await(byte[] buffer, int start, int end, Executor loop, Waiter waiting) {
            waiter = waiting;
        }
    }
}
