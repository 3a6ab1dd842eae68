package io.weir.node.control.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.config.model.Certificate;
import io.weir.config.model.Certificate.Source.Acme;
import io.weir.config.parse.DocumentReader;
import io.weir.node.control.acme.OrderRun.Outcome;
import io.weir.node.control.acme.ScriptedServer.Reply;
import io.weir.node.control.certificates.KeptCertificates;
import io.weir.node.control.certificates.KeptCertificates.Origin;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.decide.certificate.OrderCourse;
import io.weir.node.testkit.MemoryVault;
import io.weir.node.testkit.NoChallenges;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class OrderRunTest {
    private static final TestCa CA = TestCa.root("root");

    private final ScriptedServer server = new ScriptedServer();
    private final AtomicInteger asked = new AtomicInteger();
    private final MemoryVault vault = new MemoryVault();
    private final Courses courses = new Courses(vault);
    private volatile Duration ahead = Duration.ZERO;
    private final KeptCertificates kept = new KeptCertificates(vault, this::now);
    private final OrderRun run = new OrderRun(client(), courses, kept, this::now, () -> 0);

    @AfterEach
    void end() {
        server.close();
    }

    private Instant now() {
        return Instant.now().plus(ahead);
    }

    private AcmeClient client() {
        LocalSecrets secrets = new LocalSecrets(Path.of(""), Map.of());
        return new AcmeClient(
                new Accounts(vault, secrets),
                new NoChallenges(),
                secrets,
                new AcmeClient.Bounds(Duration.ofMillis(100), Duration.ofSeconds(10)));
    }

    private Outcome order() throws InterruptedException {
        String text = "weir: 1\ncertificates: [{ name: shop, acme: { hosts: [shop.test], directory: \""
                + server.directory() + "\" } }]\n";
        Certificate certificate =
                DocumentReader.read(text, "test.yaml").orThrow().certificates().get(0);
        return run.order(certificate, (Acme) certificate.source());
    }

    private void refuse(Map<String, String> fields) {
        server.twist((path, usual) -> {
            asked.incrementAndGet();
            return path.equals("/order") ? Reply.problem(429, "rateLimited", "\"wait\"", fields) : usual;
        });
    }

    private TestCertificate keep() throws Exception {
        TestCertificate made = CA.leaf("shop.test").issue();
        kept.keep(Origin.ACME, "shop", made.chainPem(), made.keyPem(), new byte[0]);
        return made;
    }

    @Test
    void aFailureIsNotedAndTheServerIsLeftAloneUntilItIsTime() throws Exception {
        refuse(Map.of("Retry-After", "3600"));
        assertThat(order()).isEqualTo(Outcome.FAILED);
        OrderCourse course = courses.get("shop");
        assertThat(course.problem()).isEqualTo("the server refuses: wait (urn:ietf:params:acme:error:rateLimited)");
        assertThat(course.failures()).isOne();
        assertThat(course.ordering()).isFalse();
        int before = asked.get();
        ahead = Duration.ofMinutes(59);
        assertThat(order()).isEqualTo(Outcome.NOT_DUE);
        assertThat(asked).hasValue(before);
        ahead = Duration.ofMinutes(61);
        assertThat(order()).isEqualTo(Outcome.FAILED);
        assertThat(courses.get("shop").failures()).isEqualTo(2);
    }

    @Test
    void whatAnotherNodeHasIssuedMeanwhileIsNotOrderedAgain() throws Exception {
        refuse(Map.of());
        keep();
        assertThat(order()).isEqualTo(Outcome.NOT_DUE);
        assertThat(asked).hasValue(0);
    }

    @Test
    void theSmallerPartOfAClusterOrdersNothing() throws Exception {
        refuse(Map.of());
        vault.loseTheOthers();
        assertThat(order()).isEqualTo(Outcome.NOT_TRIED);
        assertThat(asked).hasValue(0);
        assertThat(courses.get("shop"))
                .as("nor is noted what the others do not know")
                .isEqualTo(OrderCourse.NEW);
    }

    @Test
    void whenARenewalFailsTheLastGoodOneStays() throws Exception {
        refuse(Map.of());
        TestCertificate good = keep();
        ahead = Duration.between(Instant.now(), good.leaf().getNotAfter().toInstant())
                .multipliedBy(9)
                .dividedBy(10);
        assertThat(order()).isEqualTo(Outcome.FAILED);
        assertThat(kept.get(Origin.ACME, "shop").orElseThrow().leaf()).isEqualTo(good.leaf());
    }

    @Test
    void aNodeThatEndsLeavesTheOrderToAnother() throws Exception {
        Thread orders = Thread.currentThread();
        server.twist((path, usual) -> {
            if (path.equals("/order")) {
                assertThat(courses.get("shop").failures()).isOne();
                orders.interrupt();
            }
            return usual;
        });
        assertThatThrownBy(this::order).isInstanceOf(InterruptedException.class);
        assertThat(courses.get("shop")).isEqualTo(OrderCourse.NEW);
    }

    @Test
    void whatNoDocumentHasIsForgottenWhenItHasEnded() throws Exception {
        TestCertificate made = keep();
        courses.put("shop", OrderCourse.NEW);
        run.tidy(Set.of());
        assertThat(kept.names(Origin.ACME)).containsExactly("shop");
        ahead = Duration.between(Instant.now(), made.leaf().getNotAfter().toInstant())
                .plusDays(1);
        run.tidy(Set.of("shop"));
        assertThat(kept.names(Origin.ACME)).containsExactly("shop");
        run.tidy(Set.of());
        assertThat(kept.names(Origin.ACME)).isEmpty();
        assertThat(courses.names()).isEmpty();
    }
}
