package io.weir.node.decide.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TicketRingTest {
    private static final long START = 1_800_000_000_000L;

    private static byte[] secret(int number) {
        byte[] bytes = new byte[48];
        Arrays.fill(bytes, (byte) number);
        return bytes;
    }

    private static long after(String duration) {
        return START + Duration.parse(duration).toMillis();
    }

    private static int issuing(TicketRing ring, long now) {
        return ring.issuing(now).map(key -> (int) key.secret()[0]).orElse(0);
    }

    private static List<Integer> opening(TicketRing ring, long now) {
        return ring.opening(now).stream().map(key -> (int) key.secret()[0]).toList();
    }

    @Test
    void keysAreMadeEveryEightHoursAndIssueWhenAllNodesHaveThem() {
        assertThat(TicketRing.EMPTY.isDue(START)).isTrue();
        assertThat(TicketRing.EMPTY.issuing(START)).isEmpty();
        TicketRing one = TicketRing.EMPTY.with(secret(1), START);
        assertThat(issuing(one, START)).as("there is no other").isEqualTo(1);
        assertThat(one.isDue(after("PT7H59M"))).isFalse();
        assertThat(one.isDue(after("PT8H"))).isTrue();
        TicketRing two = one.with(secret(2), after("PT8H"));
        assertThat(issuing(two, after("PT8H29S"))).isEqualTo(1);
        assertThat(issuing(two, after("PT8H30S"))).isEqualTo(2);
        assertThat(opening(two, after("PT8H30S"))).containsExactly(2, 1);
        assertThat(opening(two, after("PT24H"))).as("a day is long enough").containsExactly(2);
    }

    @Test
    void thereAreNeverMoreThanThree() {
        TicketRing ring = TicketRing.EMPTY;
        long now = START;
        for (int i = 1; i <= 20; i++) {
            ring = ring.with(secret(i), now);
            assertThat(ring.keys()).hasSizeLessThanOrEqualTo(3);
            now += TicketRing.ISSUES.toMillis();
        }
        assertThat(opening(ring, now - 1)).containsExactly(20, 19, 18);
    }

    @Test
    void aKeyOfAClockThatWasFarAheadDoesNotStopTheOthers() {
        TicketRing ahead = TicketRing.EMPTY.with(secret(1), after("P2D"));
        assertThat(ahead.isDue(START)).isTrue();
        assertThat(opening(ahead.with(secret(2), START), START)).containsExactly(2);
    }

    @Test
    void itsTextIsReadBackAndShowsNothingByItself() {
        Random random = new Random(7);
        TicketRing ring = TicketRing.EMPTY;
        for (int i = 0; i < 3; i++) {
            byte[] secret = new byte[48];
            random.nextBytes(secret);
            ring = ring.with(secret, START + i);
        }
        TicketRing read = TicketRing.parse(ring.text());
        for (int i = 0; i < 3; i++) {
            assertThat(read.keys().get(i).madeMillis()).isEqualTo(START + 2 - i);
            assertThat(read.keys().get(i).secret()).isEqualTo(ring.keys().get(i).secret());
        }
        assertThat(TicketRing.parse("").keys()).isEmpty();
        assertThat(ring.toString()).isEqualTo("3 ticket keys");
        assertThat(ring.keys().get(0).toString()).isEqualTo("a ticket key of " + (START + 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", "x:AAAA", "1:AAAA", "1", "1:%%%"})
    void whatIsNoRingIsRefused(String text) {
        assertThatThrownBy(() -> TicketRing.parse(text)).isInstanceOf(RuntimeException.class);
    }
}
