package io.weir.node.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.TicketKeys;
import io.weir.node.state.TlsHandshake;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReplacedCertificateTest {
    private static final TestCa CA = TestCa.root("root");
    private static final int CLIENTS = 4;
    private static final int REPLACEMENTS = 20;

    private final AtomicInteger connected = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean running = true;

    private void connectAgainAndAgain(TestGateway gateway) {
        while (running) {
            try (WireClient client = WireClient.secure(gateway.address("public"), CA.trusting(), "example.com")) {
                if (client.get("/").status() != 200) {
                    failures.add("not answered");
                }
                connected.incrementAndGet();
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aCertificateIsReplacedUnderLoadWithoutAnyoneNoticing(TlsEngine engine) throws Exception {
        TestCertificates certificates =
                new TestCertificates().put("example-com", CA.leaf("example.com").issue());
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        certificates.ports(engine, TicketKeys.OWN),
                        Documents.to(backend).tls("", "example-com").toString());
                WireClient kept = WireClient.secure(gateway.address("public"), CA.trusting(), "example.com")) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread thread = new Thread(() -> connectAgainAndAgain(gateway));
                threads.add(thread);
                thread.start();
            }
            TestCertificate last = CA.leaf("example.com").issue();
            for (int i = 0; i < REPLACEMENTS; i++) {
                int before = connected.get();
                last = i % 2 == 0
                        ? CA.leaf("example.com").issue()
                        : CA.leaf("example.com").hosts("*.example.com").issue();
                certificates.put("example-com", last);
                Await.until(() -> "traffic goes on; " + failures, () -> connected.get() >= before + CLIENTS);
                assertThat(kept.get("/").status()).isEqualTo(200);
            }
            try (WireClient client = WireClient.secure(gateway.address("public"), CA.trusting(), "example.com")) {
                assertThat(((SSLSocket) client.socket()).getSession().getPeerCertificates()[0])
                        .isEqualTo(last.leaf());
            }
            running = false;
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            assertThat(gateway.handshakes()).containsOnly(TlsHandshake.FULL);
        }
    }
}
