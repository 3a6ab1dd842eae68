package io.weir.node.decide.limit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Whatever crashes, pauses, is lost or late: no window holds more than its limit promises. {@code -Dweir.seed=N} replays
 * one schedule and prints what happened in it, {@code -Dweir.schedules=N} runs more of them.
 */
class LeaseSimulationTest {
    private static final int SCHEDULES = Integer.getInteger("weir.schedules", 20_000);

    @Test
    void noWindowEverHoldsMoreThanTheLimitPromises() {
        Long seed = Long.getLong("weir.seed");
        if (seed != null) {
            Schedules.replay(seed, Slip.NONE);
            return;
        }
        Tally tally = new Tally();
        Optional<String> broken = Schedules.firstBroken(0, SCHEDULES, Slip.NONE, tally);
        assertThat(broken).isEmpty();
        for (Fault fault : Fault.values()) {
            assertThat(tally.count(fault)).as("%s", fault).isPositive();
        }
    }
}
