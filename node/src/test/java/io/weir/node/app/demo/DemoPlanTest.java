package io.weir.node.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.parse.DocumentReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DemoPlanTest {
    @Test
    void theDefaultPortsAreThoseOfTheExampleDocument() throws IOException {
        DemoPlan plan = new DemoPlan(3, 8080);
        String example = Files.readString(Path.of("../examples/weir.yaml"));
        assertThat(plan.document(example)).isEqualTo(example);
        assertThat(plan.dataPort(3)).isEqualTo(8082);
        assertThat(plan.adminPort(1)).isEqualTo(8180);
        assertThat(plan.securePort(1)).isEqualTo(8443);
        assertThat(plan.backendPort(3)).isEqualTo(9103);
    }

    @Test
    void anotherBasePortMovesEveryPortOfTheDocument() throws IOException {
        DemoPlan plan = new DemoPlan(3, 20_000);
        String document = plan.document(Files.readString(Path.of("../examples/weir.yaml")));
        assertThat(document)
                .contains("127.0.0.1:20000", "127.0.0.1:20363", "127.0.0.1:21021", "127.0.0.1:21023")
                .doesNotContain("127.0.0.1:8080", "127.0.0.1:8443", "127.0.0.1:910");
        assertThat(DocumentReader.read(document, "weir.yaml").mistakes()).isEmpty();
    }

    @Test
    void noTwoNeedsShareAPort() {
        DemoPlan plan = new DemoPlan(9, 8080);
        assertThat(plan.needs()).extracting(DemoPlan.Need::port).doesNotHaveDuplicates();
    }

    @Test
    void aPortInUseIsNamedWithWhoNeedsIt() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThat(new DemoPlan(1, port).conflict())
                    .hasValue("port " + port + " is in use (needed by node 1's listener public)");
        }
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatThrownBy(() -> new DemoPlan(0, 8080)).hasMessage("--nodes must be 1 to 9, not 0");
        assertThatThrownBy(() -> new DemoPlan(3, 65_000)).hasMessageStartingWith("--base-port must be 1 to ");
    }
}
