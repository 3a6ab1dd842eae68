package io.weir.node.control.acme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.weir.node.decide.certificate.KeyKind;
import io.weir.node.decide.certificate.OrderPhase;
import io.weir.node.state.CertificateDesk;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.InProcessCluster;
import io.weir.node.testkit.Pebble;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Leave;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real ACME server, over real sockets. */
final class AcmeOrdersTest {
    private static final String PROBE = "/.well-known/acme-challenge/of-nobody";

    @TempDir
    private Path folder;

    private Pebble pebble;
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);

    @BeforeEach
    void prepare() {
        pebble = new Pebble(folder);
    }

    @AfterEach
    void end() {
        pebble.close();
    }

    private String document(String... certificates) {
        String all = String.join("\n", certificates)
                .replace(
                        "@ACME@",
                        "directory: \"" + pebble.directory()
                                + "\", trust: \"file:acme-ca.pem\", contact: \"mailto:ops@example.com\"")
                .replace("@BOUND@", "external-account: { key-id: " + Pebble.KEY_ID + ", secret: \"env:MAC\" }");
        return """
            weir: 1
            listeners:
              - { name: public, address: "127.0.0.1:0" }
              - { name: secure, address: "127.0.0.1:0", tls: { certificates: [shop] } }
            routes:
              - { name: all, match: { path: "/**" }, respond: { status: 200, body: hello } }
            certificates:
            """
                + all.indent(2);
    }

    private void start(TestGateway gateway, boolean bound) {
        pebble.start(
                gateway.address("public").getPort(), gateway.address("secure").getPort(), bound);
    }

    private String get(TestGateway gateway, String host) {
        try (WireClient client = WireClient.secure(gateway.address("secure"), pebble.trusting(), host)) {
            return client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                    .answer()
                    .body();
        }
    }

    /** Listeners take a certificate over a moment after it is there. */
    private void awaitShown(TestGateway gateway, String host, CertificateMaterial expected) {
        Await.until(() -> host + " is shown " + expected, () -> {
            try (WireClient client = WireClient.secure(gateway.address("secure"), pebble.trusting(), host)) {
                return ((SSLSocket) client.socket())
                        .getSession()
                        .getPeerCertificates()[0]
                        .equals(expected.leaf());
            } catch (UncheckedIOException | SSLPeerUnverifiedException e) {
                return false;
            }
        });
    }

    private static String probe(TestGateway gateway) {
        try (WireClient client = gateway.client()) {
            return client.get(PROBE).body();
        }
    }

    private static BigInteger serial(CertificateMaterial material) {
        return material.leaf().getSerialNumber();
    }

    private static List<Member> members(InProcessCluster cluster, int count, Path folder, InstantSource clock) {
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(Member.start(cluster.system(i), folder, clock));
        }
        return members;
    }

    @Test
    void oneNodeOrdersAnotherOneProvesAndAllHaveIt() throws Exception {
        String good = document(
                "- { name: shop, acme: { @ACME@, hosts: [shop.example.com, pay.example.com], @BOUND@ } }",
                "- { name: old, acme: { @ACME@, hosts: [old.example.com], challenge: tls-alpn-01, key: rsa, @BOUND@ } }");
        try (InProcessCluster cluster = InProcessCluster.of(3, folder)) {
            List<Member> members = members(cluster, 3, folder, clock);
            members.forEach(member -> member.load(good));
            Member other = members.get(2);
            // The server reaches this node only, and the first one of the cluster orders.
            try (TestGateway gateway = TestGateway.start(other.tls(), good)) {
                start(gateway, true);
                assertThat(probe(gateway)).isEqualTo("hello");
                assertThatThrownBy(() -> get(gateway, "shop.example.com"))
                        .as("while there is none")
                        .hasMessageContaining("unrecognized_name");
                members.forEach(member -> member.begin(good));
                CertificateMaterial shop = other.awaitCertificate("shop");
                CertificateMaterial old = other.awaitCertificate("old");
                assertThat(KeyKind.of(shop.leaf().getPublicKey())).hasToString("EC P-256");
                assertThat(KeyKind.of(old.leaf().getPublicKey())).hasToString("RSA 2048");
                awaitShown(gateway, "shop.example.com", shop);
                assertThat(get(gateway, "pay.example.com")).isEqualTo("hello");
                assertThat(probe(gateway)).isEqualTo("hello");
                assertThat(gateway.ended())
                        .filteredOn(exchange -> exchange.route() == null)
                        .as("challenges, which no route answers")
                        .hasSizeGreaterThan(1)
                        .allSatisfy(exchange -> assertThat(exchange.status()).isEqualTo(200));
                Await.until(
                        () -> "both are counted", () -> members.get(0).orders().issued() == 2);
                assertThat(members.get(1).orders().issued() + other.orders().issued())
                        .isZero();
                assertThat(serial(members.get(1).awaitCertificate("shop"))).isEqualTo(serial(shop));
                assertThat(other.order("shop").phase()).isEqualTo(OrderPhase.HELD);
                BigInteger renewed = renewedUnderLoad(gateway, other, serial(shop));
                aRefusedOrderLeavesWhatThereIs(gateway, members, good, renewed);
                whenTheOneWhoOrdersLeavesAnotherOneGoesOnWithTheSameAccount(cluster, gateway, members, good);
            }
            members.forEach(Member::close);
        }
    }

    private BigInteger renewedUnderLoad(TestGateway gateway, Member member, BigInteger before) throws Exception {
        List<String> failures = new CopyOnWriteArrayList<>();
        AtomicInteger handshakes = new AtomicInteger();
        Thread load = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    get(gateway, "shop.example.com");
                    handshakes.incrementAndGet();
                    LockSupport.parkNanos(5_000_000); // leaves some of the machine to the rest
                } catch (RuntimeException e) {
                    failures.add(e.toString());
                }
            }
        });
        load.start();
        ahead = Duration.ofSeconds(Pebble.VALIDITY_SECONDS * 2 / 3 + 1);
        BigInteger after = serial(member.awaitAnother("shop", before));
        int then = handshakes.get();
        Await.until(() -> "handshakes go on", () -> handshakes.get() > then + 10);
        load.interrupt();
        load.join();
        assertThat(failures).isEmpty();
        assertThat(serial(member.awaitCertificate("shop"))).as("and not again").isEqualTo(after);
        return after;
    }

    private void aRefusedOrderLeavesWhatThereIs(
            TestGateway gateway, List<Member> members, String good, BigInteger before) {
        String bad = good.replace("hosts: [shop.example.com,", "hosts: [blocked.example.com, shop.example.com,");
        members.forEach(member -> member.load(bad));
        members.forEach(member -> member.begin(bad));
        Member other = members.get(1);
        Await.until(() -> "it failed", () -> other.order("shop").phase() == OrderPhase.FAILED);
        CertificateDesk.Order order = other.order("shop");
        assertThat(order.problem())
                .startsWith("the server refuses: ")
                .contains("blocked.example.com")
                .endsWith("(urn:ietf:params:acme:error:rejectedIdentifier)");
        assertThat(order.failures()).isOne();
        assertThat(order.next())
                .isBetween(clock.instant().plusSeconds(50), clock.instant().plusSeconds(76));
        assertThat(serial(other.awaitCertificate("shop"))).isEqualTo(before);
        assertThat(get(gateway, "shop.example.com")).isEqualTo("hello");
        ahead = ahead.plusSeconds(76);
        Await.until(() -> "it is tried again", () -> other.order("shop").failures() == 2);
        assertThat(members.get(0).orders().failed()).isPositive();
    }

    private void whenTheOneWhoOrdersLeavesAnotherOneGoesOnWithTheSameAccount(
            InProcessCluster cluster, TestGateway gateway, List<Member> members, String good) {
        int accounts = pebble.logged("POST /sign-me-up");
        Cluster first = Cluster.get(cluster.system(0));
        first.manager().tell(new Leave(first.selfMember().address()));
        String more = good.replace("hosts: [shop.example.com,", "hosts: [new.example.com, shop.example.com,");
        List<Member> left = members.subList(1, 3);
        BigInteger before = serial(members.get(2).awaitCertificate("shop"));
        left.forEach(member -> member.load(more));
        left.forEach(member -> member.begin(more));
        awaitShown(gateway, "new.example.com", members.get(2).awaitAnother("shop", before));
        Await.until(
                () -> "one of them did it",
                () -> left.get(0).orders().issued() + left.get(1).orders().issued() > 0);
        assertThat(pebble.logged("POST /sign-me-up")).isEqualTo(accounts);
    }

    @Test
    void aServerThatHasForgottenTheAccountGivesANewOneAndWhatIsWantedAnewIsOrdered() {
        String first = document("- { name: shop, acme: { @ACME@, hosts: [shop.example.com] } }");
        try (InProcessCluster cluster = InProcessCluster.of(1, folder);
                Member member = Member.start(cluster.system(0), folder, clock)) {
            member.load(first);
            try (TestGateway gateway = TestGateway.start(member.tls(), first)) {
                start(gateway, false);
                member.begin(first);
                BigInteger before = serial(member.awaitCertificate("shop"));
                start(gateway, false);
                String second = first.replace("[shop.example.com]", "[shop.example.com, pay.example.com]");
                member.load(second);
                member.begin(second);
                CertificateMaterial next = member.awaitAnother("shop", before);
                awaitShown(gateway, "pay.example.com", next);
                assertThat(member.register().orderAnew("shop").toCompletableFuture())
                        .succeedsWithin(Duration.ofSeconds(10))
                        .isEqualTo(new CertificateDesk.Outcome.Done(true));
                awaitShown(gateway, "shop.example.com", member.awaitAnother("shop", serial(next)));
                assertThat(pebble.logged("There are now 1 accounts")).isEqualTo(2);
            }
        }
    }
}
