package io.weir.node.decide.limit.sim;

import static io.weir.node.decide.limit.sim.Setting.MS;
import static io.weir.node.decide.limit.sim.Setting.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Policy.WhenOwnerLost;
import io.weir.node.decide.limit.Limit;
import io.weir.node.decide.limit.sim.Setting.Planned;
import io.weir.node.decide.limit.sim.Setting.WireSetting;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a limit allows is used: under more demand than it allows nearly all of it, also while its owner is missing. */
class LeaseUseTest {
    private static final long SLOT = 250 * MS;

    /** After the new owner is there: a member that joins before makes the others' shares smaller. */
    private static final long RESTART = 11 * SECOND;

    @ParameterizedTest
    @CsvSource({
        // rate, burst, nodes
        "1000, 1000, 3",
        "1000, 100, 3",
        "400, 40, 4",
        "200, 200, 5",
        "100, 10, 3",
        "50, 300, 5",
        "10, 100, 3",
        "2, 20, 4",
        "5, 3, 5"
    })
    void aSaturatedLimitIsUsedToNineteenTwentieths(double rate, long burst, int nodes) {
        long seconds = 10;
        for (long seed = 0; seed < 10; seed++) {
            int admitted = admissions(setting(seed, rate, burst, nodes, seconds, List.of()))
                    .size();
            assertThat(admitted)
                    .as("seed %d: %s/s, burst %d, %d nodes", seed, rate, burst, nodes)
                    .isGreaterThanOrEqualTo((int) (0.95 * (burst + rate * seconds)));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void sharesGoOnWhenAnOwnerDiesAndTheNextOneGoesOnInFull(int nodes) {
        double rate = 400;
        long end = 18;
        for (long seed = 0; seed < 15; seed++) {
            Planned crash = new Planned(Fault.OWNER_CRASH, 3 * SECOND, RESTART);
            List<Long> admissions = admissions(setting(seed, rate, 100, nodes, end, List.of(crash)));
            assertThat(longestShortage(admissions, 2 * SECOND, end * SECOND, 0.6 * rate * SLOT / SECOND))
                    .as("seed %d, %d nodes: ns below 60 %%", seed, nodes)
                    .isLessThanOrEqualTo(1_500 * MS);
            assertThat(between(admissions, (end - 3) * SECOND, end * SECOND))
                    .as("seed %d, %d nodes: the last 3 s", seed, nodes)
                    .isGreaterThanOrEqualTo((long) (0.95 * 3 * rate));
        }
    }

    private static Setting setting(long seed, double rate, long burst, int nodes, long seconds, List<Planned> faults) {
        Limit limit = new Limit("sim", rate, burst, WhenOwnerLost.SHARE);
        return new Setting(
                seed,
                nodes,
                Setting.keys(limit, 1),
                seconds * SECOND,
                WireSetting.QUIET,
                Traffic.Demand.SATURATED,
                faults);
    }

    /** Their true times. */
    private static List<Long> admissions(Setting setting) {
        World world = new World(setting, Slip.NONE, new Tally(), false);
        List<Long> times = new ArrayList<>();
        world.onAdmission(() -> times.add(world.scheduler().now()));
        world.run();
        return times;
    }

    private static long between(List<Long> times, long from, long to) {
        return times.stream().filter(at -> at >= from && at < to).count();
    }

    /** The longest run of slots with fewer than {@code least} each. */
    private static long longestShortage(List<Long> times, long from, long to, double least) {
        long longest = 0;
        long run = 0;
        for (long at = from; at + SLOT <= to; at += SLOT) {
            run = between(times, at, at + SLOT) < least ? run + SLOT : 0;
            longest = Math.max(longest, run);
        }
        return longest;
    }
}
