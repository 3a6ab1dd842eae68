package io.weir.node.decide.limit;

import static io.weir.node.decide.limit.Fixture.ms;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BucketTest {
    private static final BucketKey KEY = BucketKey.of(Fixture.limit(100, 30), "k");
    private static final long LEASE = ms(500);

    private final Timeline full = new Timeline(-ms(3_600_000));

    @Test
    void anUntouchedBucketIsFullAndNeverHoldsMoreThanItsBurst() {
        assertThat(settled(full, 0).tokens()).isEqualTo(30);
        assertThat(settled(new Timeline(0), ms(100)).tokens()).isEqualTo(10);
    }

    @Test
    void whatIsLeasedLeavesNoRoomForRefill() {
        Bucket bucket = settled(full, 0);
        lease(bucket, 1, 30, 0);
        bucket.settle(full, ms(400));
        assertThat(bucket.tokens()).isZero();
    }

    @Test
    void aLeaseThatEndsIsTakenAsSpent() {
        Bucket bucket = settled(full, 0);
        lease(bucket, 1, 30, 0);
        bucket.settle(full, LEASE + ms(100));
        assertThat(bucket.leased()).isZero();
        assertThat(bucket.tokens()).as("only what was refilled since its end").isEqualTo(10);
    }

    @Test
    void whatANodeHasSpentMakesRoomAtOnce() {
        Bucket bucket = settled(full, 0);
        lease(bucket, 1, 30, 0);
        bucket.lower(1, 5);
        bucket.settle(full, ms(100));
        assertThat(bucket.leased()).isEqualTo(5);
        assertThat(bucket.tokens()).isEqualTo(10);
    }

    @Test
    void returnedTokensComeBackWhileTheLeaseIsLiveAndOnlyOnce() {
        Bucket bucket = settled(full, 0);
        lease(bucket, 1, 30, 0);
        bucket.giveBack(1, 12);
        bucket.giveBack(1, 12);
        assertThat(bucket.tokens()).isEqualTo(12);

        Bucket late = settled(full, 0);
        lease(late, 1, 30, 0);
        late.settle(full, LEASE);
        late.giveBack(1, 12);
        assertThat(late.tokens()).isZero();
    }

    @Test
    void twoNodesThatWantEverythingShareByDemand() {
        Bucket bucket = settled(full, 0);
        bucket.take("a", 20, 0);
        bucket.giveBack(0, 0);
        assertThat(bucket.take("b", 40, ms(1)).tokens())
                .as("two thirds of what is left")
                .isEqualTo(6);
        assertThat(bucket.take("a", 20, ms(1)).tokens()).as("one third of 4").isEqualTo(1);
    }

    @Test
    void anEmptyBucketSaysUntilWhen() {
        Bucket bucket = settled(full, 0);
        bucket.take("a", 30, 0);
        Bucket.Decision denied = bucket.take("a", 1, 0);
        assertThat(denied.tokens()).isZero();
        assertThat(denied.pauseNanos()).as("one token at 100/s").isEqualTo(ms(10));
    }

    @Test
    void silentMembersAreTakenOffCapacityAndRateFromTheirVeryMoment() {
        Timeline timeline = new Timeline(-ms(3_600_000));
        timeline.change(0, List.of(new Timeline.Silent("c", Set.of("a", "b", "c"))));
        Bucket bucket = settled(timeline, ms(1000));
        assertThat(bucket.tokens()).as("30 less a third").isCloseTo(20, within());
        bucket.take("a", 20, ms(1000));
        bucket.settle(timeline, ms(1150));
        assertThat(bucket.tokens()).as("150 ms at two thirds of 100/s").isCloseTo(10, within());
        timeline.change(ms(1200), List.of());
        bucket.settle(timeline, ms(1250));
        assertThat(bucket.tokens()).isCloseTo(10 + 3.333 + 5, within());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void tokensAndLeasesNeverExceedTheBurst(long seed) {
        Random random = new Random(seed);
        Bucket bucket = settled(full, 0);
        long now = 0;
        for (long id = 1; id < 5_000; id++) {
            now += random.nextInt((int) ms(40));
            bucket.settle(full, now);
            int what = random.nextInt(4);
            if (what <= 1) {
                lease(
                        bucket,
                        id,
                        bucket.take("n" + random.nextInt(3), 1 + random.nextInt(20), now)
                                .tokens(),
                        now);
            } else if (what == 2) {
                bucket.lower(id - 1 - random.nextInt(5), random.nextInt(20));
            } else {
                bucket.giveBack(id - 1 - random.nextInt(5), random.nextInt(20));
            }
            assertThat(bucket.tokens() + bucket.leased())
                    .as("seed %d, step %d", seed, id)
                    .isLessThanOrEqualTo(30.000001);
            assertThat(bucket.tokens()).isNotNegative();
        }
    }

    private static org.assertj.core.data.Offset<Double> within() {
        return org.assertj.core.data.Offset.offset(0.01);
    }

    private static Bucket settled(Timeline timeline, long now) {
        Bucket bucket = new Bucket(KEY, timeline);
        bucket.settle(timeline, now);
        return bucket;
    }

    private static void lease(Bucket bucket, long id, long tokens, long now) {
        long taken = tokens == 30 ? bucket.take("a", 30, now).tokens() : tokens;
        if (taken > 0) {
            bucket.adopt(new Bucket.Loan(id, "a", taken, now + LEASE));
        }
    }
}
