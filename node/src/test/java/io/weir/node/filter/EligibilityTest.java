package io.weir.node.filter;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.UpstreamPlan;
import io.weir.node.testkit.TestUpstream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EligibilityTest {
    @ParameterizedTest(name = "{0} with a threshold of {1} %: {2}, as {3}")
    @CsvSource({
        "++++, 50,  false, all are well",
        "++--, 50,  false, just as many as asked for",
        "+---, 50,  true,  fewer",
        "----, 50,  true,  none is left",
        "----, 0,   false, nobody wants panic",
        "+++-, 100, true,  all must be well",
        "+-d,  50,  false, one that drains does not count",
        "--dd, 50,  true,  one that drains does not count",
        "dd,   50,  false, whom would one panic for",
        "+-0,  50,  false, one without weight does not count",
    })
    void fewerUsableEndpointsThanTheThresholdArePanic(String states, int percent, boolean panic, String reason) {
        assertThat(Eligibility.panic(upstream(states, percent))).as(reason).isEqualTo(panic);
    }

    @Test
    void aSessionStaysWhereTheEndpointIsUsableOrNothingBetterIsKnown() {
        assertThat(Eligibility.keepsSession(upstream("+-++", 50), TestUpstream.id(1)))
                .isTrue();
        assertThat(Eligibility.keepsSession(upstream("+-++", 50), TestUpstream.id(2)))
                .isFalse();
        assertThat(Eligibility.keepsSession(upstream("---+", 50), TestUpstream.id(2)))
                .as("in panic")
                .isTrue();
        assertThat(Eligibility.keepsSession(upstream("++d+", 50), TestUpstream.id(3)))
                .as("draining")
                .isTrue();
        assertThat(Eligibility.keepsSession(upstream("++++", 50), TestUpstream.id(9)))
                .as("it is gone")
                .isFalse();
    }

    private static UpstreamPlan upstream(String states, int panicPercent) {
        int[] weights = states.chars().map(state -> state == '0' ? 0 : 1).toArray();
        UpstreamPlan plan =
                TestUpstream.weights(weights).panicPercent(panicPercent).plan();
        for (int i = 0; i < states.length(); i++) {
            plan.endpoints()[i].status().setUsable(states.charAt(i) != '-');
            plan.endpoints()[i].status().setDraining(states.charAt(i) == 'd');
        }
        return plan;
    }
}
