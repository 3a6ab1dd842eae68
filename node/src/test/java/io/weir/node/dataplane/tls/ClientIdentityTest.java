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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Who a client is by its certificate, over real TLS. */
final class ClientIdentityTest {
    private static final TestCa SERVERS = TestCa.root("servers");
    private static final TestCa CLIENTS = TestCa.root("clients");
    private static final String POLICIES =
            """
            policies:
              - { name: in, authenticate: { any-of: [{ mtls: { by: subject-cn } }] } }
            consumers:
              - { name: robot, groups: [machines] }
            """;

    @TempDir
    static Path folder;

    static Stream<Arguments> clients() {
        TestCertificate robot = CLIENTS.leaf("robot").client().issue();
        TestCertificate stranger = CLIENTS.leaf("stranger").client().issue();
        return Stream.of(TlsEngine.values())
                .flatMap(engine -> Stream.of(
                        Arguments.of(engine, robot, 200, "a consumer of the document"),
                        Arguments.of(engine, stranger, 401, "good for the listener, but nobody of the document"),
                        Arguments.of(engine, null, 401, "without a certificate")));
    }

    @ParameterizedTest(name = "{0}: {3}")
    @MethodSource("clients")
    void aClientIsKnownByItsCertificate(TlsEngine engine, @Nullable TestCertificate shown, int status, String reason)
            throws Exception {
        Path trust = Files.writeString(folder.resolve("trust.pem"), CLIENTS.pem());
        TestCertificates certificates = new TestCertificates()
                .put("example-com", SERVERS.leaf("example.com").issue());
        String terms = "client: { trust: \"file:%s\", mode: optional }".formatted(trust);
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(engine, TicketKeys.OWN),
                        Documents.to(backend)
                                .tls(terms, "example-com")
                                .route("policies: [in]")
                                .more(POLICIES)
                                .toString());
                WireClient client =
                        WireClient.secure(gateway.address("public"), SERVERS.trusting(shown), "example.com")) {
            for (int i = 0; i < 2; i++) {
                WireMessage answer = client.get("/", "X-Consumer-Name: robot\r\n");
                assertThat(answer.status()).as(reason).isEqualTo(status);
            }
            assertThat(backend.requests()).hasSize(status == 200 ? 2 : 0);
            for (WireMessage request : backend.requests()) {
                assertThat(request.values("X-Consumer-Name")).containsExactly("robot");
                assertThat(request.values("X-Consumer-Groups")).containsExactly("machines");
            }
        }
    }
}
