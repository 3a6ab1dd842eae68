package io.weir.node.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HttpsTest {
    private static final TestCa CA = TestCa.root("root");

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void requestsComeInOverTls(TlsEngine engine) {
        TestCertificates certificates = new TestCertificates()
                .put(
                        "example-com",
                        CA.leaf("example.com").hosts("*.example.com").issue());
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(engine, TicketKeys.OWN),
                        Documents.to(backend).tls("", "example-com").toString());
                WireClient client = WireClient.secure(gateway.address("public"), CA.trusting(), "example.com")) {
            WireMessage first = client.get("/one");
            assertThat(first.status()).isEqualTo(200);
            assertThat(client.get("/two").body()).isEqualTo("hello");
        }
    }
}
