package io.weir.node.decide.limit;

import static io.weir.node.decide.limit.Fixture.ABC;
import static io.weir.node.decide.limit.Fixture.TIMES;
import static io.weir.node.decide.limit.Fixture.ask;
import static io.weir.node.decide.limit.Fixture.ms;
import static io.weir.node.decide.limit.Fixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.decide.limit.LeaseMessage.Grant;
import java.util.List;
import org.junit.jupiter.api.Test;

class OwnerBookTest {
    private static final BucketKey KEY = BucketKey.of(Fixture.limit(100, 30), "k");

    private final NodeBook a = Fixture.node("a");
    private final NodeBook b = Fixture.node("b");
    private final NodeBook c = Fixture.node("c");

    @Test
    void theFirstOwnerGrantsFromAFullBucketAsSoonAsAMajorityIsInTouch() {
        OwnerBook owner = OwnerBook.first(KEY.partition(), 1, "a", ABC, TIMES, 0);
        assertThat(owner.ask(ask(KEY, "a", 10, 0), 0)).as("nobody heard yet").isEmpty();
        ping(owner, 0, a, b);
        Grant grant = owner.ask(ask(KEY, "a", 10, 0), ms(1)).orElseThrow();
        assertThat(grant.tokens()).isEqualTo(10);
        assertThat(grant.lifeNanos()).isEqualTo(ms(500));
        assertThat(owner.view(KEY, ms(1)).leased()).isEqualTo(10);
    }

    @Test
    void aMemberIsDeductedFromT1AfterTheLastPingItAnswered() {
        OwnerBook owner = Fixture.owner(KEY, 0, a, b, c);
        ping(owner, ms(100), a, b, c);
        ping(owner, ms(400), a, b);
        assertThat(owner.view(KEY, ms(599)).tokens()).isEqualTo(30);
        assertThat(owner.view(KEY, ms(600)).tokens()).isLessThan(20.001);
        assertThat(owner.silent(ms(600))).containsExactly("c");
        ping(owner, ms(650), c);
        assertThat(owner.silent(ms(650))).isEmpty();
        assertThat(owner.view(KEY, ms(660)).tokens())
                .as("refilled at the whole rate again")
                .isBetween(20.9, 21.1);
    }

    @Test
    void anOwnerWithoutAMajorityStopsGrantingAfterF() {
        OwnerBook owner = Fixture.owner(KEY, 0, a, b, c);
        ping(owner, ms(900), a);
        assertThat(owner.ask(ask(KEY, "a", 1, 0), ms(1000))).isPresent();
        assertThat(owner.ask(ask(KEY, "a", 1, 0), ms(1001))).isEmpty();
        assertThat(owner.ping("a", ms(1001)).fenced()).isTrue();
        ping(owner, ms(1100), b);
        assertThat(owner.ask(ask(KEY, "a", 1, 0), ms(1100))).isPresent();
    }

    @Test
    void noLeaseOutlivesTheWakingOfAShareThatIsNotDeducted() {
        OwnerBook owner = Fixture.owner(KEY, 0, a, b, c);
        ping(owner, ms(450), a, b);
        Grant grant = owner.ask(ask(KEY, "a", 1, 0), ms(490)).orElseThrow();
        assertThat(ms(490) + grant.lifeNanos())
                .as("c wakes 800 ms after the ping of 0")
                .isLessThan(ms(800));
    }

    @Test
    void anOwnerAfterACrashBeginsEmptyOnceAllHaveReported() {
        OwnerBook before = Fixture.owner(KEY, 0, a, b, c);
        Cell cell = Fixture.cell(b, KEY, 0);
        assertThat(Fixture.request(b, before, cell, 10, ms(1))).isEqualTo(10);
        Fixture.request(b, before, cell, 10, ms(2));

        OwnerBook after = OwnerBook.recover(KEY.partition(), 2, "a", ABC, TIMES, ms(100));
        ping(after, ms(100), a, b);
        assertThat(after.isRecovering()).isTrue();
        ping(after, ms(101), c);
        assertThat(after.isRecovering()).isFalse();
        OwnerBook.View view = after.view(KEY, ms(101));
        assertThat(view.tokens()).isZero();
        assertThat(view.leased()).as("what b may still spend").isEqualTo(cell.lease == null ? -1 : cell.lease.left());
        assertThat(after.view(BucketKey.of(KEY.limit(), "other"), ms(201)).tokens())
                .isCloseTo(10, offset());
    }

    @Test
    void aMemberThatDoesNotReportIsCoveredByWaitingAndDeducted() {
        OwnerBook after = OwnerBook.recover(KEY.partition(), 2, "a", ABC, TIMES, 0);
        ping(after, 0, a, b);
        ping(after, ms(500), a, b);
        assertThat(after.ask(ask(KEY, "a", 1, 0), ms(500))).isEmpty();
        ping(after, ms(520), a, b);
        assertThat(after.isRecovering()).isFalse();
        assertThat(after.silent(ms(520))).containsExactly("c");
    }

    @Test
    void anOwnerThatStopsInPeaceHandsOverTokensAndLeases() {
        OwnerBook before = Fixture.owner(KEY, 0, a, b, c);
        Grant grant = before.ask(ask(KEY, "b", 10, 0), ms(1)).orElseThrow();
        Carry carry = before.carry(ms(10)).orElseThrow();
        assertThat(before.ask(ask(KEY, "b", 10, 0), ms(11))).as("stopped").isEmpty();

        // Another machine, another clock.
        OwnerBook after = OwnerBook.resume(carry, 2, "b", ABC, TIMES, ms(700_000));
        for (NodeBook node : List.of(a, b, c)) {
            LeaseMessage.Ping ping = after.ping(node.standing().self, ms(700_001));
            after.answered(node.ping(ping, ms(12)).orElseThrow(), ms(700_001));
        }
        OwnerBook.View view = after.view(KEY, ms(700_001));
        assertThat(view.tokens()).isBetween(20.0, 20.2);
        assertThat(view.leases()).extracting(OwnerBook.View.Lease::tokens).containsExactly(10L);
        assertThat(after.view(BucketKey.of(KEY.limit(), "other"), ms(700_001)).tokens())
                .isEqualTo(30);
        after.returned(new LeaseMessage.Return(KEY, "b", grant.leaseId(), 4), ms(700_001));
        assertThat(after.view(KEY, ms(700_001)).leased()).isZero();
        assertThat(after.view(KEY, ms(700_001)).tokens()).isBetween(24.0, 24.2);
    }

    @Test
    void whatSharesMayHaveSpentDuringAHandoverIsTakenOff() {
        OwnerBook before = Fixture.owner(KEY, 0, a, b, c);
        Carry carry = before.carry(ms(10)).orElseThrow();
        OwnerBook after = OwnerBook.resume(carry, 2, "b", ABC, TIMES, ms(900));
        ping(after, ms(900), a, b, c);
        assertThat(after.view(KEY, ms(900)).tokens()).as("all shares had woken").isLessThan(0.01);
    }

    @Test
    void aShareCountsThatWasDroppedForALatePingOfTheOwnerBefore() {
        OwnerBook before = Fixture.owner(KEY, 0, a, b, c);
        LeaseMessage.Ping late = before.ping("b", ms(9));
        ping(before, ms(300), a, c);
        Carry carry = before.carry(ms(310)).orElseThrow();
        OwnerBook after = OwnerBook.resume(carry, 2, "c", ABC, TIMES, ms(850));
        b.ping(late, ms(900));
        ping(after, ms(901), a, b, c);
        assertThat(after.isRecovering()).isFalse();
        assertThat(after.view(KEY, ms(901)).tokens())
                .as("b's share was awake for 100 ms")
                .isCloseTo(20, offset());
    }

    @Test
    void bucketsThatAreFullAreForgotten() {
        OwnerBook owner = Fixture.owner(KEY, 0, a, b, c);
        owner.ask(ask(KEY, "a", 10, 0), ms(1));
        ping(owner, ms(400), a, b, c);
        owner.forgetIdle(ms(500));
        assertThat(owner.size()).isEqualTo(1);
        ping(owner, ms(900), a, b, c);
        owner.forgetIdle(ms(900));
        assertThat(owner.size()).isZero();
    }

    @Test
    void aMemberThatWasRemovedIsDeductedUntilItsShareIsOver() {
        OwnerBook owner = Fixture.owner(KEY, 0, a, b, c);
        ping(owner, ms(5_000), a, b);
        owner.members(List.of("a", "b"), ms(5_000));
        ping(owner, ms(5_100), a, b);
        assertThat(owner.silent(ms(5_100))).containsExactly("c");
        ping(owner, ms(5_730), a, b);
        assertThat(owner.silent(ms(5_730))).isEmpty();
    }

    @Test
    void aNewMemberCostsNothing() {
        OwnerBook owner = Fixture.owner(KEY, 0, a, b);
        owner.members(ABC, ms(300));
        ping(owner, ms(310), a, b, c);
        assertThat(owner.view(KEY, ms(320)).tokens()).isEqualTo(30);
    }

    private static org.assertj.core.data.Offset<Double> offset() {
        return org.assertj.core.data.Offset.offset(0.01);
    }
}
