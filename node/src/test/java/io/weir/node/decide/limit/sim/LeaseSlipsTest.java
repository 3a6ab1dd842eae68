package io.weir.node.decide.limit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulator sees what it is there to see: each known mistake breaks the promise within a few thousand schedules. */
class LeaseSlipsTest {
    private static final int ENOUGH = 5_000;

    @ParameterizedTest
    @EnumSource(Slips.class)
    void eachKnownMistakeIsSeen(Slips slip) {
        Tally tally = new Tally();
        assertThat(Schedules.firstBroken(0, ENOUGH, slip, tally))
                .as("%s, %s", slip, tally)
                .isPresent();
    }
}
