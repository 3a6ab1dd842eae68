package io.weir.node.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TourFormTest {
    @Test
    void commandsAndAnswersAreFoundInConsoleBlocksOfTheTour() {
        List<Tour.Step> steps = Tour.of(
                """
                ```console
                $ not in the tour
                ```
                <!-- tour -->
                Text.
                ```console
                $ echo one
                one
                $ true
                ```
                ```
                $ not a console
                ```
                <!-- /tour -->
                """);
        assertThat(steps).containsExactly(new Tour.Step("echo one", "one\n"), new Tour.Step("true", ""));
    }

    @Test
    void dotsStandForAnything() {
        Tour.Step step = new Tour.Step("x", "HTTP/1.1 200 OK\n...\n");
        assertThat(step.isKeptBy("HTTP/1.1 200 OK \nDate: now\nServer: x\n")).isTrue();
        assertThat(step.isKeptBy("HTTP/1.1 404 Not Found\n")).isFalse();
        assertThat(new Tour.Step("x", "pong\n").isKeptBy("pong\npong\n")).isFalse();
    }
}
