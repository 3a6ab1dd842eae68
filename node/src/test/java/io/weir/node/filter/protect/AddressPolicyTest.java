package io.weir.node.filter.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.state.Stager;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients at 127.0.0.1 that are trusted to say for whom they ask. */
@ExtendWith(NoLeaks.class)
final class AddressPolicyTest {
    @TempDir
    Path folder;

    private static String document(String policy) {
        return Documents.toAddresses("127.0.0.1:1")
                .listener("trusted: [127.0.0.1]")
                .more(
                        """
                  - { name: guarded, match: { path: /guarded }, policies: [office], respond: { body: ok } }
                policies: [{ name: office, address: %s }]
                """
                                .formatted(policy))
                .toString();
    }

    @ParameterizedTest(name = "{0} of {1}: {2}, as {3}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            10.1.2.3           | { allow: [10.0.0.0/8], deny: [10.9.0.0/16] } | 200 | it is allowed
            10.9.0.1           | { allow: [10.0.0.0/8], deny: [10.9.0.0/16] } | 403 | what is denied is denied, allowed or not
            11.0.0.1           | { allow: [10.0.0.0/8] }                      | 403 | only what is allowed is
            11.0.0.1           | { deny: [10.0.0.0/8] }                       | 200 | where nothing is allowed, what is not denied is
            10.0.0.1           | { deny: [10.0.0.0/8] }                       | 403 | it is denied
            ::ffff:10.0.0.1    | { deny: [10.0.0.0/8] }                       | 403 | a mapped address is what it is mapped from
            10.0.0.1           | { deny: ["::ffff:10.0.0.0/104"] }            | 403 | so is a mapped network
            2001:db8::5        | { allow: ["2001:db8::/64"] }                 | 200 | IPv6
            2001:db8:0:1::5    | { allow: ["2001:db8::/64"] }                 | 403 | another network of IPv6
            10.0.0.1           | { deny: [10.0.0.0/8], allow: [10.0.0.1] }    | 403 | the order does not matter, nor which is narrower
            """)
    void whoMayPass(String client, String policy, int status, String reason) {
        try (TestGateway gateway = TestGateway.single(document(policy));
                WireClient wire = gateway.client()) {
            WireMessage answer = wire.get("/guarded", "X-Forwarded-For: " + client + "\r\n");
            assertThat(answer.status()).as(reason).isEqualTo(status);
            assertThat(answer.problem()).isEqualTo(status == 403 ? "address-denied" : "");
        }
    }

    @Test
    void aListInAFileIsReadWhenTheRevisionIsStaged() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "# the office\n10.0.0.0/8 # all of it\r\n\n::1\n");
        try (TestGateway gateway = TestGateway.single(document("{ allow: [\"file:" + list + "\"] }"));
                WireClient wire = gateway.client()) {
            assertThat(wire.get("/guarded", "X-Forwarded-For: 10.3.0.1\r\n").status())
                    .isEqualTo(200);
            assertThat(wire.get("/guarded", "X-Forwarded-For: ::1\r\n").status())
                    .isEqualTo(200);
            assertThat(wire.get("/guarded").status()).as("127.0.0.1").isEqualTo(403);
        }
    }

    @Test
    void aListThatCannotBeUsedRefusesTheRevisionAndSaysWhere() throws IOException {
        Path list = Files.writeString(folder.resolve("list.txt"), "10.0.0.0/8\n10.0.0.0/40\n");
        try (TestGateway gateway = TestGateway.single(document("{ allow: [10.0.0.1] }"))) {
            assertThatThrownBy(() -> gateway.change(document("{ deny: [\"file:" + list + "\"] }")))
                    .isInstanceOf(Stager.StagingException.class)
                    .hasMessageContaining("list.txt:2: \"10.0.0.0/40\" is no address or network");
            assertThatThrownBy(() -> gateway.change(document("{ deny: [\"file:" + list + "x\"] }")))
                    .isInstanceOf(Stager.StagingException.class)
                    .hasMessageContaining("cannot be read");
        }
    }
}
