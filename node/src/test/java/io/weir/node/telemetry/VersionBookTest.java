package io.weir.node.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.ConsumerPlan;
import io.weir.node.state.VersionCallers.Caller;
import io.weir.node.state.VersionCallers.Kind;
import io.weir.protocol.http.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionBookTest {
    private static final Instant BEGIN = Instant.parse("2026-11-25T10:02:00Z");

    private Instant now = BEGIN;
    private final VersionBook book = new VersionBook(() -> now);
    private final Queue<Tally> all = new ArrayDeque<>();
    private final LoopTallies loop = loop();
    private final LoopTallies other = loop();

    private LoopTallies loop() {
        return new LoopTallies(new Names(5_000), new Names(10), book, all);
    }

    private static SampleExchange call(String version) {
        return new SampleExchange().on(SampleExchange.version(1, "shop", version));
    }

    private static SampleExchange call(String version, String consumer) {
        return call(version).of(ConsumerPlan.declared(consumer, Set.of(), ""));
    }

    private static SampleExchange from(int... address) {
        SampleExchange call = call("v1");
        byte[] bytes = new byte[address.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) address[i];
        }
        call.head = new SampleHead(Method.GET, "a", "/", "", bytes);
        return call;
    }

    @Test
    void callersAreToldBySumsOfAllLoopsThoseThatCameLastFirst() {
        loop.add(call("v1", "acme"));
        other.add(call("v1", "acme"));
        loop.add(call("v2", "acme"));
        book.read();
        now = now.plusSeconds(30);
        loop.add(from(10, 1, 2, 3));
        loop.add(from(10, 1, 2, 4));

        List<Caller> callers = book.callers();

        assertThat(callers).startsWith(new Caller("shop/v1", Kind.NETWORK, "10.1.2.0/24", 2, 2, 2, now));
        assertThat(callers)
                .contains(
                        new Caller("shop/v1", Kind.CONSUMER, "acme", 2, 2, 2, BEGIN),
                        new Caller("shop/v2", Kind.CONSUMER, "acme", 1, 1, 1, BEGIN))
                .hasSize(3);
        assertThat(book.since()).isEqualTo(BEGIN);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S,   1, 1, just now",
        "PT54M,  1, 1, within the hour",
        "PT1H,   0, 1, the hour is over",
        "PT22H,  0, 1, within the day",
        "PT25H,  0, 0, the day is over",
        "P300D,  0, 0, long over",
    })
    void windowsEndAndWhoWasSeenLastIsStillKnown(Duration later, long hour, long day, String because) {
        loop.add(call("v1", "acme"));
        book.read();
        now = now.plus(later);

        assertThat(book.callers())
                .as(because)
                .containsExactly(new Caller("shop/v1", Kind.CONSUMER, "acme", hour, day, 1, BEGIN));
    }

    @Test
    void aCrowdOfNetworksSharesOneLineAndLeavesConsumersTheirRoom() {
        for (int i = 0; i < 5_000; i++) {
            loop.add(from(10, i >> 8, i & 255, 1));
        }
        loop.add(call("v1", "acme"));
        for (int i = 0; i < 1_000; i++) {
            loop.add(call("v1", "consumer-" + i));
        }

        List<Caller> callers = book.callers();

        assertThat(callers).hasSize(2 * VersionBook.MOST_OF_A_KIND + 2);
        assertThat(callers.stream().mapToLong(Caller::total).sum()).isEqualTo(6_001);
        assertThat(callers).extracting(Caller::name).contains("acme");
        assertThat(callers).contains(new Caller("shop/v1", Kind.OTHER, "networks", 4_700, 4_700, 4_700, now));
    }

    @Test
    void networksAreAsCoarseAsProvidersGiveThemOut() {
        loop.add(from(0x20, 1, 0xd, 0xb8, 0, 0xab, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10));
        loop.add(from(192, 0, 2, 255));
        assertThat(book.callers())
                .extracting(Caller::name)
                .containsExactlyInAnyOrder("2001:db8:ab::/48", "192.0.2.0/24");
    }

    @Test
    void routesThatAreNoVersionsAreNotInTheBook() {
        loop.add(new SampleExchange().on(SampleExchange.route(0, "all")));
        assertThat(book.callers()).isEmpty();
    }
}
