package io.weir.node.decide.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VerdictTest {
    private static final List<String> NODES = List.of("a", "b", "c", "d", "e");

    @ParameterizedTest(name = "{0} of {1} probers: usable {2}, as {3}")
    @CsvSource({
        "'',    0, true,  nobody probes it",
        "'',    3, true,  nobody has reported yet",
        "D,     1, false, its only prober says so",
        "DU,    2, true,  one of two is no majority",
        "D?,    2, true,  one that has not reported counts as up",
        "DD,    2, false, both say so",
        "DUU,   3, true,  one of three",
        "DDU,   3, false, two of three",
        "DD?,   3, false, two of three whatever the third will say",
        "D??,   3, true,  one of three",
        "UUDDD, 3, true,  those who were not chosen have no vote",
        "DDUUU, 3, false, those who were not chosen have no vote",
        "DDUU,  4, true,  half is no majority",
        "DDDUU, 5, false, three of five",
    })
    void itIsDownWhenMoreThanHalfOfItsProbersSaySo(String states, int probers, boolean usable, String reason) {
        List<ProbeReport> reports = new ArrayList<>();
        for (int i = 0; i < states.length(); i++) {
            ProbeHistory.State state =
                    switch (states.charAt(i)) {
                        case 'D' -> ProbeHistory.State.DOWN;
                        case 'U' -> ProbeHistory.State.UP;
                        default -> ProbeHistory.State.UNKNOWN;
                    };
            reports.add(new ProbeReport(NODES.get(i), state, "refused"));
        }
        EndpointView view = new EndpointView("e", NODES.subList(0, probers), reports, List.of(), false);
        assertThat(of(view).usable()).as(reason).isEqualTo(usable);
    }

    @ParameterizedTest(name = "{0}: {1}, as {2}")
    @CsvSource({
        ".,     .,     all is well",
        "E,     .,     the only one is not ejected",
        "E.,    x.,    half may be",
        "EE,    x.,    half may be and the first by name is",
        "EE.,   x..,   a half of three is one",
        ".E.E,  .x.x,  half of four",
        "EEEE,  xx..,  half of four",
        "DE,    xx,    what is down does not count against the half",
        "DDEE,  xxxx,  what is down does not count against the half",
        "D,     x,     down is down however many",
    })
    void atMostHalfOfAnUpstreamIsEjected(String endpoints, String expected, String reason) {
        Map<String, Verdict> verdicts = Verdict.ofUpstream(upstream(endpoints));
        StringBuilder actual = new StringBuilder();
        verdicts.values().forEach(verdict -> actual.append(verdict.usable() ? '.' : 'x'));
        assertThat(actual).as(reason).hasToString(expected);
    }

    private static List<EndpointView> upstream(String endpoints) {
        List<EndpointView> views = new ArrayList<>();
        for (int i = 0; i < endpoints.length(); i++) {
            boolean down = endpoints.charAt(i) == 'D';
            boolean ejected = endpoints.charAt(i) == 'E';
            views.add(new EndpointView(
                    "endpoint-" + i,
                    down ? List.of("a") : List.of(),
                    down ? List.of(new ProbeReport("a", ProbeHistory.State.DOWN, "refused")) : List.of(),
                    ejected ? List.of(new Ejection("a", 1, "5 failures")) : List.of(),
                    false));
        }
        return views;
    }

    @Test
    void anEjectionThatIsOverCountsForNothing() {
        List<EndpointView> views = List.of(
                new EndpointView("e", List.of(), List.of(), List.of(new Ejection("a", 0, "5 failures")), false),
                new EndpointView("f", List.of(), List.of(), List.of(), false));
        assertThat(Verdict.ofUpstream(views)).containsEntry("e", Verdict.WELL);
    }

    @Test
    void aDrainedEndpointStaysUsableForWhatItHas() {
        Verdict verdict = of(new EndpointView("e", List.of(), List.of(), List.of(), true));
        assertThat(verdict).isEqualTo(new Verdict(true, true, List.of("drained by an operator")));
    }

    @Test
    void aVerdictTellsWhy() {
        Ejection ejection = new Ejection("b", 1, "5 failures");
        List<ProbeReport> reports = List.of(new ProbeReport("a", ProbeHistory.State.DOWN, "connection refused"));
        assertThat(of(new EndpointView("e", List.of("a", "b", "c"), reports, List.of(ejection), false))
                        .reasons())
                .containsExactly(
                        "down for a: connection refused",
                        "ejected by b: 5 failures",
                        "not ejected: half of the upstream is already");
    }

    /** Two nodes that know the same come to the same verdicts, reasons included, in whatever order it reached them. */
    @Test
    void theOrderOfObservationsDoesNotMatter() {
        for (long seed = 0; seed < 3_000; seed++) {
            Random random = new Random(seed);
            List<EndpointView> views = new ArrayList<>();
            for (int i = 1 + random.nextInt(6); i > 0; i--) {
                views.add(randomView("endpoint-" + i, random));
            }
            List<EndpointView> shuffled = new ArrayList<>();
            views.forEach(view -> shuffled.add(new EndpointView(
                    view.endpoint(),
                    view.probers(),
                    shuffled(view.reports(), random),
                    shuffled(view.ejections(), random),
                    view.drained())));
            Collections.shuffle(shuffled, random);
            assertThat(Verdict.ofUpstream(shuffled)).as("seed %s", seed).isEqualTo(Verdict.ofUpstream(views));
        }
    }

    private static EndpointView randomView(String name, Random random) {
        List<ProbeReport> reports = new ArrayList<>();
        List<Ejection> ejections = new ArrayList<>();
        for (String node : NODES) {
            List<ProbeHistory.State> states = Arrays.asList(ProbeHistory.State.values());
            if (random.nextInt(4) > 0) {
                reports.add(new ProbeReport(node, states.get(random.nextInt(3)), "reason of " + node));
            }
            if (random.nextInt(4) == 0) {
                ejections.add(new Ejection(node, random.nextInt(3) - 1, "failures"));
            }
        }
        return new EndpointView(name, Probers.choose(name, NODES, 3), reports, ejections, random.nextBoolean());
    }

    private static <T> List<T> shuffled(List<T> list, Random random) {
        List<T> copy = new ArrayList<>(list);
        Collections.shuffle(copy, random);
        return copy;
    }

    private static Verdict of(EndpointView view) {
        return Objects.requireNonNull(Verdict.ofUpstream(List.of(view)).get(view.endpoint()));
    }
}
