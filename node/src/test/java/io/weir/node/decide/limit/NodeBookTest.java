package io.weir.node.decide.limit;

import static io.weir.node.decide.limit.Fixture.admit;
import static io.weir.node.decide.limit.Fixture.exchange;
import static io.weir.node.decide.limit.Fixture.ms;
import static io.weir.node.decide.limit.Fixture.ping;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Policy.WhenOwnerLost;
import io.weir.node.decide.limit.LeaseMessage.Ask;
import io.weir.node.decide.limit.LeaseMessage.Grant;
import io.weir.node.decide.limit.LeaseMessage.Return;
import java.util.List;
import org.junit.jupiter.api.Test;

class NodeBookTest {
    private static final Limit LIMIT = Fixture.limit(300, 30);
    private static final BucketKey KEY = BucketKey.of(LIMIT, "k");

    private final NodeBook a = Fixture.node("a");
    private final NodeBook b = Fixture.node("b");
    private final NodeBook c = Fixture.node("c");
    private final OwnerBook owner = Fixture.owner(KEY, 0, a, b, c);

    @Test
    void aNewKeyAsksForExactlyWhatIsWaiting() {
        Cell cell = Fixture.cell(a, KEY, 0);
        assertThat(cell.admit(0)).isEqualTo(Cell.WAIT);
        a.await(cell, 3);
        assertThat(a.attend(0)).singleElement().isInstanceOfSatisfying(Ask.class, ask -> assertThat(ask.wanted())
                .isEqualTo(3));
    }

    @Test
    void anAdmissionTakesATokenAndAnEndedLeaseHasNone() {
        Cell cell = Fixture.cell(a, KEY, 0);
        assertThat(Fixture.request(a, owner, cell, 2, ms(1))).isEqualTo(2);
        a.await(cell, 5);
        exchange(a, owner, ms(2));
        assertThat(cell.admit(ms(501))).isNotNegative();
        assertThat(cell.admit(ms(502))).as("500 ms after the ask").isEqualTo(Cell.WAIT);
    }

    @Test
    void aQuarterLeftMakesTheNodeAskAheadAndTellWhatIsLeft() {
        Cell cell = Fixture.cell(a, KEY, 0);
        a.await(cell, 16);
        exchange(a, owner, ms(1));
        a.answered(cell, 16);
        admit(cell, 11, ms(20));
        assertThat(a.attend(ms(20))).isEmpty();
        admit(cell, 1, ms(20));
        assertThat(a.attend(ms(20))).singleElement().isInstanceOfSatisfying(Ask.class, ask -> {
            assertThat(ask.left()).isEqualTo(4);
            assertThat(ask.wanted()).isPositive();
        });
    }

    @Test
    void whatTheOldLeaseHadLeftGoesBackWhenTheNewOneComes() {
        Cell cell = Fixture.cell(a, KEY, 0);
        a.await(cell, 4);
        exchange(a, owner, ms(1));
        a.answered(cell, 4);
        admit(cell, 3, ms(2));
        exchange(a, owner, ms(2));
        List<LeaseMessage> said = a.attend(ms(3));
        assertThat(said).singleElement().isInstanceOfSatisfying(Return.class, back -> assertThat(back.tokens())
                .isEqualTo(1));
    }

    @Test
    void whatNobodyNeedsIsReturnedBeforeTheLeaseEnds() {
        Cell cell = Fixture.cell(a, KEY, 0);
        a.await(cell, 4);
        exchange(a, owner, ms(1));
        a.answered(cell, 4);
        admit(cell, 1, ms(2));
        a.tick(ms(402));
        exchange(a, owner, ms(402));
        assertThat(owner.view(KEY, ms(403)).leased()).isZero();
        assertThat(owner.view(KEY, ms(403)).tokens()).isBetween(29.0, 30.0);
        assertThat(cell.admit(ms(403))).isEqualTo(Cell.WAIT);
    }

    @Test
    void whenNothingIsThereTheNodeDeniesByItselfUntilTheOwnerHasATokenAgain() {
        Cell cell = Fixture.cell(a, KEY, 0);
        assertThat(Fixture.request(a, owner, cell, 40, ms(1))).isEqualTo(30);
        Fixture.request(a, owner, cell, 1, ms(2));
        long denial = cell.admit(ms(3));
        assertThat(denial).isLessThan(Cell.WAIT);
        assertThat(Cell.resetNanos(denial)).isBetween(0L, ms(20));
        assertThat(cell.admit(ms(40))).isEqualTo(Cell.WAIT);
    }

    @Test
    void aDoubledGrantIsInstalledOnce() {
        Cell cell = Fixture.cell(a, KEY, 0);
        a.await(cell, 3);
        Ask ask = (Ask) a.attend(ms(1)).get(0);
        Grant grant = owner.ask(ask, ms(1)).orElseThrow();
        assertThat(a.granted(grant, ms(1))).isSameAs(cell);
        assertThat(a.granted(grant, ms(1))).isNull();
        assertThat(admit(cell, 9, ms(2))).isEqualTo(3);
    }

    @Test
    void aGrantOfAnOlderIncarnationIsIgnoredOnceTheNodeHasReportedToANewOne() {
        Cell cell = Fixture.cell(a, KEY, 0);
        a.await(cell, 3);
        Ask ask = (Ask) a.attend(ms(1)).get(0);
        Grant late = owner.ask(ask, ms(1)).orElseThrow();
        OwnerBook next = OwnerBook.recover(KEY.partition(), 2, "b", Fixture.ABC, Fixture.TIMES, ms(2));
        ping(next, ms(2), a, b, c);
        assertThat(a.granted(late, ms(3))).isNull();
        assertThat(cell.admit(ms(3))).isEqualTo(Cell.WAIT);
        assertThat(a.ping(owner.ping("a", ms(3)), ms(3)))
                .as("an outdated owner gets no answer")
                .isEmpty();
    }

    @Test
    void aShareWakesAfterT2EmptyGainsItsPartAndEndsAfterT3() {
        Cell cell = Fixture.cell(a, KEY, 0);
        ping(owner, ms(100), a, b, c);
        assertThat(cell.admit(ms(899))).isEqualTo(Cell.WAIT);
        assertThat(cell.admit(ms(900))).as("empty at first").isLessThan(Cell.WAIT);
        assertThat(admit(cell, 10, ms(920))).as("20 ms at 100/s").isEqualTo(2);
        assertThat(admit(cell, 50, ms(3000))).as("a third of the burst").isEqualTo(10);
        assertThat(admit(cell, 50, ms(3999))).isEqualTo(10);
        assertThat(admit(cell, 50, ms(4001)))
                .as("T3 after it was surely in touch")
                .isZero();
    }

    @Test
    void aNodeThatAMajorityKnowsGoesOnWithItsShare() {
        Cell cell = Fixture.cell(a, KEY, 0);
        ping(owner, ms(100), a, b, c);
        a.confirmed(ms(5_000));
        assertThat(admit(cell, 50, ms(5_400))).isEqualTo(10);
        assertThat(admit(cell, 50, ms(5_500))).isZero();
    }

    @Test
    void aPingPutsTheShareToSleep() {
        Cell cell = Fixture.cell(a, KEY, 0);
        ping(owner, ms(100), a, b, c);
        assertThat(admit(cell, 50, ms(1_000))).isEqualTo(10);
        ping(owner, ms(1_001), a);
        assertThat(cell.admit(ms(1_001))).isEqualTo(Cell.WAIT);
        assertThat(owner.silent(ms(1_001))).containsExactlyInAnyOrder("b", "c");
    }

    @Test
    void aBucketSmallerThanTheClusterHasSharesForItsFirstMembersOnly() {
        BucketKey small = BucketKey.of(Fixture.limit(10, 2), "k");
        OwnerBook of = Fixture.owner(small, 0, a, b, c);
        long withShare = 0;
        for (NodeBook node : List.of(a, b, c)) {
            Cell cell = Fixture.cell(node, small, 0);
            ping(of, ms(100), node);
            withShare += admit(cell, 5, ms(2_000));
        }
        assertThat(withShare).as("one token each for two of three").isEqualTo(2);
    }

    /** A new owner takes for granted that every member gives itself a share of the cluster that all have seen. */
    @Test
    void aShareShrinksAsSoonAsItsNodeSeesAnotherMember() {
        Cell cell = Fixture.cell(a, KEY, 0);
        ping(owner, ms(100), a, b, c);
        a.members(List.of("a", "b", "c", "d"));
        assertThat(admit(cell, 50, ms(3000))).as("a quarter of the burst").isEqualTo(7);
    }

    @Test
    void denyAndAdmitDoWithoutShares() {
        BucketKey deny = BucketKey.of(new Limit("d", 10, 10, WhenOwnerLost.DENY), "k");
        BucketKey admit = BucketKey.of(new Limit("m", 10, 10, WhenOwnerLost.ADMIT), "k");
        Cell denying = Fixture.cell(a, deny, 0);
        Cell admitting = Fixture.cell(a, admit, 0);
        for (Cell cell : List.of(denying, admitting)) {
            OwnerBook of = OwnerBook.first(cell.key().partition(), 1, "a", Fixture.ABC, Fixture.TIMES, 0);
            ping(of, 0, a, b, c);
        }
        assertThat(admit(denying, 20, ms(2_000))).isZero();
        assertThat(admit(admitting, 20, ms(2_000))).isEqualTo(20);
    }

    @Test
    void keysThatNobodyUsesAreForgottenButNotWhileTheOwnerIsMissing() {
        Cell cell = Fixture.cell(a, KEY, 0);
        Fixture.request(a, owner, cell, 1, ms(1));
        ping(owner, ms(2), a);
        a.forgetIdle(ms(3_500));
        assertThat(a.table(LIMIT).find(KEY.bytes(), 0, 1)).isSameAs(cell);
        ping(owner, ms(3_500), a, b);
        ping(owner, ms(3_510), a);
        a.forgetIdle(ms(3_600));
        assertThat(a.table(LIMIT).find(KEY.bytes(), 0, 1)).isNull();
    }
}
