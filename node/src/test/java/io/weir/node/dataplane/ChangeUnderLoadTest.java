package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;

/** Revisions come while traffic runs, and no request pays for it. */
@ExtendWith(NoLeaks.class)
final class ChangeUnderLoadTest {
    private static final int CLIENTS = 4;
    private static final int REVISIONS = 50;
    private static final int REQUESTS_A_CONNECTION = 25;

    private final AtomicInteger answered = new AtomicInteger();
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private volatile boolean running = true;

    private static String document(int revision, TestBackend one, TestBackend two) {
        String routes = "  - { name: r%d, match: { path: /r%d/** }, to: backend, rewrite: { strip-prefix: /r%d } }\n"
                .formatted(revision, revision % 7, revision % 7);
        Documents document = revision % 3 == 0
                ? Documents.to(one)
                : revision % 3 == 1 ? Documents.to(two, one) : Documents.to(one, two);
        String more = "listeners:\n  - { name: extra%d, address: \"127.0.0.1:0\" }\n".formatted(revision);
        return document.upstream("balance: " + (revision % 2 == 0 ? "least-request" : "round-robin"))
                .listener("limits: { fields: " + (64 + revision) + " }")
                .more(routes)
                .toString()
                .replace("listeners:\n", more);
    }

    private void hammer(TestGateway gateway) {
        while (running) {
            try (WireClient client = gateway.client()) {
                for (int i = 0; running && i < REQUESTS_A_CONNECTION; i++) {
                    WireMessage answer = client.get("/r" + i % 7 + "/x");
                    if (answer.status() != 200) {
                        failures.add(answer.toString());
                    }
                    answered.incrementAndGet();
                }
            } catch (RuntimeException e) {
                failures.add(e.toString());
            }
        }
    }

    @EveryTransport
    void aChangeOfTheDocumentCostsNoRequest(Transport transport) throws InterruptedException {
        try (TestBackend one = TestBackend.saying("one");
                TestBackend two = TestBackend.saying("two");
                TestGateway gateway = TestGateway.start(transport, document(0, one, two))) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                Thread thread = new Thread(() -> hammer(gateway));
                threads.add(thread);
                thread.start();
            }
            for (int revision = 1; revision <= REVISIONS; revision++) {
                int before = answered.get();
                gateway.change(document(revision, one, two));
                Await.until(() -> "traffic goes on; " + failures, () -> answered.get() >= before + 2 * CLIENTS);
            }
            running = false;
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(failures).isEmpty();
            Await.until(() -> "nothing in flight", () -> gateway.inFlight() == 0);
        }
    }
}
