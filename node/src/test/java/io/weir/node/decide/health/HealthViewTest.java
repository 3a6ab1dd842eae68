package io.weir.node.decide.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.cluster.HealthMessage.NodeHealth;
import io.weir.protocol.cluster.HealthMessage.Probed;
import io.weir.protocol.cluster.HealthMessage.Report;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class HealthViewTest {
    private static final Report DOWN = new Report(Probed.DOWN, "refused", false);
    private static final Report UP = new Report(Probed.UP, "", false);
    private static final Report EJECTED = new Report(Probed.UNKNOWN, "", true);
    private static final List<String> ENDPOINTS = List.of("e:1", "e:2");

    private final Map<String, NodeHealth> observed = new HashMap<>();

    @Test
    void onlyWhatMembersThatAreAliveSayCounts() {
        saw("a", "u/e:1", DOWN);
        saw("b", "u/e:1", DOWN);
        saw("c", "u/e:1", UP);
        assertThat(verdict(Set.of("a", "b", "c"), "e:1").usable()).isFalse();
        assertThat(verdict(Set.of("b", "c"), "e:1").usable()).as("one of two").isTrue();
        assertThat(verdict(Set.of("b"), "e:1").usable()).as("one of one").isFalse();
        assertThat(verdict(Set.of(), "e:1")).as("nobody is left to say so").isEqualTo(Verdict.WELL);
    }

    @Test
    void eachUpstreamAndEndpointHasItsOwnVerdict() {
        saw("a", "u/e:1", DOWN);
        assertThat(verdict(Set.of("a"), "e:1").usable()).isFalse();
        assertThat(verdict(Set.of("a"), "e:2").usable()).isTrue();
        HealthView view = new HealthView(observed, Set.of("a"), Set.of());
        assertThat(view.verdicts("other", ENDPOINTS, 3))
                .containsOnlyKeys("e:1", "e:2")
                .containsEntry("e:1", Verdict.WELL);
    }

    @Test
    void anEjectionByAnyMemberHoldsWithoutActiveChecksToo() {
        saw("a", "u/e:1", EJECTED);
        HealthView view = new HealthView(observed, Set.of("a", "b"), Set.of());
        assertThat(Objects.requireNonNull(view.verdicts("u", ENDPOINTS, 0).get("e:1"))
                        .usable())
                .isFalse();
        HealthView without = new HealthView(observed, Set.of("b"), Set.of());
        assertThat(without.verdicts("u", ENDPOINTS, 0))
                .as("the member that ejected it is gone")
                .containsEntry("e:1", Verdict.WELL);
    }

    @Test
    void whatAnOperatorDrainsIsDraining() {
        HealthView view = new HealthView(observed, Set.of("a"), Set.of("u/e:2"));
        assertThat(view.verdicts("u", ENDPOINTS, 3).values())
                .extracting(Verdict::draining)
                .containsExactly(false, true);
    }

    @Test
    void viewsThatAgreeHaveOneHashAndOthersDoNot() {
        Verdict down = new Verdict(false, false, List.of("one reason"));
        Verdict draining = new Verdict(true, true, List.of());
        String hash = ViewHash.of(Map.of("u/e:1", down, "u/e:2", Verdict.WELL));
        assertThat(hash).hasSize(16);
        assertThat(ViewHash.of(Map.of("u/e:2", Verdict.WELL, "u/e:1", new Verdict(false, false, List.of("another")))))
                .as("reasons may name other witnesses")
                .isEqualTo(hash);
        assertThat(Set.of(
                        hash,
                        ViewHash.of(Map.of("u/e:1", Verdict.WELL, "u/e:2", down)),
                        ViewHash.of(Map.of("u/e:1", down, "u/e:2", draining)),
                        ViewHash.of(Map.of("u/e:1", down)),
                        ViewHash.of(Map.of())))
                .hasSize(5);
    }

    private void saw(String member, String key, Report report) {
        observed.put(member, new NodeHealth(member, 1, Map.of(key, report)));
    }

    private Verdict verdict(Set<String> live, String endpoint) {
        return Objects.requireNonNull(new HealthView(observed, live, Set.of())
                .verdicts("u", ENDPOINTS, 3)
                .get(endpoint));
    }
}
