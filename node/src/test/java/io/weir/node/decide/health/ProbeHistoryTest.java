package io.weir.node.decide.health;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProbeHistoryTest {
    @ParameterizedTest(name = "{0} with rise {1}, fall {2}: {3}, as {4}")
    @CsvSource({
        "'',      2, 2, UNKNOWN, nothing is known",
        "+,       2, 2, UP,      the very first success counts at once",
        "-,       2, 2, UNKNOWN, one failure of two",
        "--,      2, 2, DOWN,    two failures in a row",
        "-+,      2, 2, UP,      a success in between",
        "+-,      2, 2, UP,      one failure of two",
        "+-+-,    2, 2, UP,      never two in a row",
        "+--,     2, 2, DOWN,    two in a row",
        "--+,     2, 2, DOWN,    one success of two",
        "--+-+,   2, 2, DOWN,    a failure begins the count again",
        "--++,    2, 2, UP,      two successes in a row",
        "--++-,   2, 2, UP,      and it takes two to go down again",
        "-,       1, 1, DOWN,    the first failure is enough",
        "-+,      1, 1, UP,      and the first success",
        "+----,   3, 5, UP,      four of five",
        "+-----,  3, 5, DOWN,    five of five",
        "-----++, 3, 5, DOWN,    two of three",
    })
    void resultsInARowDecide(String results, int rise, int fall, ProbeHistory.State expected, String reason) {
        assertThat(after(results, rise, fall).state()).as(reason).isEqualTo(expected);
    }

    @Test
    void theReasonIsThatOfTheLastFailureUntilItIsUp() {
        assertThat(after("--+", 2, 2).reason()).isEqualTo("failure 2");
        assertThat(after("---", 2, 2).reason()).isEqualTo("failure 3");
        assertThat(after("--++", 2, 2).reason()).isEmpty();
    }

    private static ProbeHistory after(String results, int rise, int fall) {
        ProbeHistory history = ProbeHistory.UNKNOWN;
        for (int i = 0; i < results.length(); i++) {
            history = history.next(results.charAt(i) == '+', "failure " + (i + 1), rise, fall);
        }
        return history;
    }
}
