package io.weir.node.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may come in by the certificate that was shown, over real TLS. */
final class CertificateRulesTest {
    private static final TestCa SERVERS = TestCa.root("servers");
    private static final TestCa CLIENTS = TestCa.root("clients");
    private static final TestBackend BACKEND = TestBackend.saying("ok");
    private static final String RULES =
            """
              - { name: robots, match: { path: /robots }, policies: [robots], to: backend }
              - { name: others, match: { path: /others }, policies: [others], to: backend }
              - { name: cel, match: { path: /cel }, policies: [cel], to: backend }
            policies:
              - { name: robots, authorize: { certificate: { san: "spiffe://example.com/robots/*", issuer: CN=clients } } }
              - { name: others, authorize: { not: { certificate: { san: "spiffe://example.com/robots/*" } } } }
              - { name: cel, authorize: { cel: "certificate.names.exists(n, n.startsWith('spiffe://example.com/robots/'))" } }
            """;

    @TempDir
    static Path folder;

    private static @Nullable TestGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        Path trust = Files.writeString(folder.resolve("trust.pem"), CLIENTS.pem());
        TestCertificates certificates = new TestCertificates()
                .put("example-com", SERVERS.leaf("example.com").issue());
        gateway = TestGateway.start(
                certificates.ports(TlsEngine.best(), TicketKeys.OWN),
                Documents.to(BACKEND)
                        .tls("client: { trust: \"file:%s\", mode: optional }".formatted(trust), "example-com")
                        .more(RULES)
                        .toString());
    }

    @AfterAll
    static void close() {
        if (gateway != null) {
            gateway.close();
        }
        BACKEND.close();
    }

    static Stream<Arguments> clients() {
        TestCertificate robot = CLIENTS.leaf("7")
                .nameless()
                .uris("spiffe://example.com/robots/7")
                .client()
                .issue();
        TestCertificate person = CLIENTS.leaf("person").client().issue();
        return Stream.of(
                Arguments.of("/robots", robot, 200, "its name matches"),
                Arguments.of("/robots", person, 403, "another name"),
                Arguments.of("/robots", null, 403, "none was shown"),
                Arguments.of("/others", robot, 403, "its name matches"),
                Arguments.of("/others", person, 200, "another name"),
                Arguments.of("/others", null, 403, "of none it cannot be told"),
                Arguments.of("/cel", robot, 200, "its name matches"),
                Arguments.of("/cel", person, 403, "another name"),
                Arguments.of("/cel", null, 403, "none was shown"));
    }

    @ParameterizedTest(name = "{0}: {2}, {3}")
    @MethodSource("clients")
    void certificatesAreLookedAtByRules(String path, @Nullable TestCertificate shown, int status, String reason) {
        TestGateway running = Objects.requireNonNull(gateway);
        try (WireClient client = WireClient.secure(running.address("public"), SERVERS.trusting(shown), "example.com")) {
            for (int i = 0; i < 2; i++) {
                WireMessage answer = client.get(path);
                assertThat(answer.status()).as(reason).isEqualTo(status);
            }
        }
    }
}
