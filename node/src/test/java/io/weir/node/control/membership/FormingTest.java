package io.weir.node.control.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.HostPort;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormingTest {
    @ParameterizedTest(name = "{4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            10.0.0.1 10.0.0.2 10.0.0.3 | 10.0.0.2 | 0  | 10.0.0.1 10.0.0.3          | a node asks all others
            10.0.0.1 10.0.0.2 10.0.0.3 | 10.0.0.2 | 99 | 10.0.0.1 10.0.0.3          | however long it waits
            10.0.0.1 10.0.0.2          | 10.0.0.1 | 9  | 10.0.0.2                   | the lowest asks first as well
            10.0.0.1 10.0.0.2          | 10.0.0.1 | 10 | 10.0.0.1 10.0.0.2          | and forms when nobody answered
            10.0.0.1                   | 10.0.0.1 | 9  | ''                         | one alone waits, too
            10.0.0.1                   | 10.0.0.1 | 10 | 10.0.0.1                   | and is a cluster of one then
            10.0.0.2 10.0.0.3          | 10.0.0.1 | 99 | 10.0.0.2 10.0.0.3          | a node that is not listed never forms
            ''                         | 10.0.0.1 | 99 | ''                         | nothing found yet
            """)
    void theLowestAddressFormsTheCluster(String found, String self, int waitedSeconds, String seeds, String why) {
        assertThat(Forming.seeds(
                        new HostPort(self, 7400),
                        members(found),
                        Duration.ofSeconds(waitedSeconds),
                        Duration.ofSeconds(10)))
                .as(why)
                .isEqualTo(members(seeds));
    }

    private static List<HostPort> members(String hosts) {
        return hosts.isEmpty()
                ? List.of()
                : Arrays.stream(hosts.split(" "))
                        .map(host -> new HostPort(host, 7400))
                        .toList();
    }
}
