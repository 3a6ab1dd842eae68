package io.weir.node.dataplane.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Deadlines against a reference that only remembers them. */
final class LoopTimerTest {
    private static final long NEVER = Long.MAX_VALUE;
    private static final long TICK = LoopTimer.tickNanos();

    private final List<Alarm> alarms = new ArrayList<>();
    private long now = 123_456_789_012_345L;
    private final LoopTimer timer = new LoopTimer(now);

    /** What the reference knows of one deadline. */
    private final class Alarm extends Timed {
        private final Random random;
        private long expected = NEVER;
        private int rung;

        Alarm(Random random) {
            this.random = random;
        }

        void setTo(long deadline) {
            expected = deadline;
            timer.set(this, deadline);
        }

        @Override
        protected void onDeadline(long nowNanos) {
            assertThat(nowNanos).as("it is set and not rung early").isGreaterThanOrEqualTo(expected);
            expected = NEVER;
            rung++;
            if (random.nextInt(3) == 0) {
                setTo(nowNanos + distance(random));
            } else if (random.nextInt(8) == 0) {
                Alarm other = alarms.get(random.nextInt(alarms.size()));
                other.expected = NEVER;
                timer.remove(other);
            }
        }
    }

    /** From a moment ago to beyond one turn of the wheel. */
    private static long distance(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong(3 * TICK) - TICK;
            case 1 -> random.nextLong(100 * TICK);
            case 2 -> random.nextLong(1100 * TICK);
            default -> random.nextLong(5000 * TICK);
        };
    }

    @Test
    void deadlinesPassInTimeHoweverTheyAreMoved() {
        for (int seed = 0; seed < 40; seed++) {
            Random random = new Random(seed);
            alarms.clear();
            for (int i = 0; i < 30; i++) {
                alarms.add(new Alarm(random));
            }
            for (int step = 0; step < 3_000; step++) {
                step(random);
                String when = "seed " + seed + ", step " + step;
                assertThat(alarms).as(when).allMatch(alarm -> alarm.expected > now - 2 * TICK);
            }
            assertThat(alarms).as("seed " + seed).allMatch(alarm -> alarm.rung > 0);
            alarms.forEach(timer::remove);
        }
    }

    private void step(Random random) {
        Alarm alarm = alarms.get(random.nextInt(alarms.size()));
        switch (random.nextInt(6)) {
            case 0, 1 -> alarm.setTo(now + distance(random));
            case 2 -> {
                alarm.expected = NEVER;
                timer.clear(alarm);
            }
            case 3 -> {
                alarm.expected = NEVER;
                timer.remove(alarm);
            }
            default -> {}
        }
        now += random.nextInt(50) == 0 ? random.nextLong(3000 * TICK) : random.nextLong(3 * TICK);
        timer.advance(now);
    }

    @Test
    void aDeadlineThatIsMovedForwardPassesEarlier() {
        Alarm alarm = new Alarm(new Random(2));
        alarms.add(alarm);
        alarm.setTo(now + 75_000_000_000L);
        alarm.setTo(now + 10_000_000_000L);
        alarm.setTo(now + 5_000_000_000L);
        long end = now + 5_000_000_000L + 2 * TICK;
        while (now < end) {
            now += TICK;
            timer.advance(now);
        }
        assertThat(alarm.rung).isEqualTo(1);
    }
}
