package io.weir.node.control.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import io.weir.node.control.certificates.KeptCertificates.Origin;
import io.weir.node.control.secret.LocalSecrets;
import io.weir.node.state.Sealing;
import io.weir.node.state.Stager.StagingException;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.MemoryVault;
import io.weir.node.testkit.NoChallenges;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class NodeCertificatesTest {
    private static final TestCa CA = TestCa.root("Test Root");
    private static final TestCertificate FROM_ENV = CA.leaf("env.test").issue();

    @TempDir
    private Path folder;

    private NodeCertificates certificates;
    private KeptCertificates kept;
    private volatile Duration ahead = Duration.ZERO;
    private final InstantSource clock = () -> Instant.now().plus(ahead);
    private final List<String> changed = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() {
        Map<String, String> environment = Map.of("CHAIN", FROM_ENV.chainPem(), "KEY", FROM_ENV.keyPem());
        kept = new KeptCertificates(new MemoryVault(), clock);
        certificates = NodeCertificates.start(new LocalSecrets(folder, environment), kept, new NoChallenges(), clock);
        certificates.onChange(changed::add);
    }

    @AfterEach
    void end() {
        certificates.close();
    }

    private static GatewayDocument document(String... certificates) {
        String text = "weir: 1\ncertificates: [" + String.join(", ", certificates) + "]\n";
        return DocumentReader.read(text, "test.yaml").orThrow();
    }

    private static GatewayDocument files(String name, String file) {
        return document("{ name: " + name + ", chain: \"file:" + file + ".pem\", key: \"file:" + file + ".key\" }");
    }

    private void activate(GatewayDocument document) {
        certificates.stage(document, false).activate();
    }

    private BigInteger serial(String name) {
        return Objects.requireNonNull(certificates.current(name), name).leaf().getSerialNumber();
    }

    private void awaitSerial(String name, TestCertificate expected) {
        Await.until(() -> "the new certificate of " + name + " is current", () -> serial(name)
                .equals(expected.leaf().getSerialNumber()));
    }

    private TestCertificate issue() {
        return CA.leaf("a.test").issue();
    }

    @Test
    void filesAndVariablesAreRead() {
        TestCertificate made = issue().write(folder, "a");
        activate(document(
                "{ name: a, chain: \"file:a.pem\", key: \"file:a.key\" }",
                "{ name: b, chain: \"env:CHAIN\", key: \"env:KEY\" }"));
        assertEquals(made.leaf().getSerialNumber(), serial("a"));
        assertEquals(FROM_ENV.leaf().getSerialNumber(), serial("b"));
        assertNull(certificates.current("c"));
    }

    @Test
    void aRevisionWhoseCertificateCannotBeReadIsRefusedByName() throws IOException {
        Files.createDirectory(folder.resolve("folder.pem"));
        issue().write(folder, "a");
        record Case(GatewayDocument document, String reason) {}
        for (Case one : List.of(
                new Case(files("x", "nowhere"), "certificate x: " + folder.resolve("nowhere.pem") + " is not there"),
                new Case(files("x", "folder"), "certificate x: " + folder.resolve("folder.pem") + " cannot be read"),
                new Case(
                        document("{ name: x, chain: \"env:CHAIN\", key: \"env:NO_KEY\" }"),
                        "certificate x: env:NO_KEY is not set in the environment of this node"),
                new Case(
                        document("{ name: x, chain: \"env:CHAIN\", key: \"file:a.key\" }"),
                        "certificate x: its key does not match the certificate of \"CN=env.test\""))) {
            StagingException refused =
                    assertThrows(StagingException.class, () -> certificates.stage(one.document, false));
            assertTrue(String.valueOf(refused.getMessage()).startsWith(one.reason), refused.getMessage());
        }
        assertNull(certificates.current("x"));
    }

    @Test
    void whatIsStagedIsThereForItsRevisionAndGoesWithIt() {
        issue().write(folder, "a");
        NodeCertificates.Staged staged = certificates.stage(files("a", "a"), false);
        assertNotNull(certificates.current("a"));
        staged.discard();
        assertNull(certificates.current("a"));
    }

    @Test
    void whatIsLiveStaysUntilTheNextRevisionIs() {
        TestCertificate first = issue().write(folder, "a");
        TestCertificate second = issue().write(folder, "b");
        activate(files("a", "a"));
        NodeCertificates.Staged staged = certificates.stage(files("a", "b"), false);
        assertEquals(first.leaf().getSerialNumber(), serial("a"));
        assertEquals(List.of(), changed);
        staged.activate();
        assertEquals(second.leaf().getSerialNumber(), serial("a"));
        assertEquals(List.of("a"), changed);
        activate(document());
        assertNull(certificates.current("a"));
    }

    @Test
    void theSameCertificateIsNoNews() {
        issue().write(folder, "a");
        activate(files("a", "a"));
        Object before = certificates.current("a");
        activate(files("a", "a"));
        assertSame(before, certificates.current("a"));
        assertEquals(List.of(), changed);
    }

    @Test
    void filesThatAreWrittenAnewAreInUseSoon() {
        issue().write(folder, "a");
        activate(files("a", "a"));
        TestCertificate next = issue().write(folder, "a");
        awaitSerial("a", next);
        assertEquals(List.of("a"), changed);
    }

    @Test
    void filesThatAreMovedIntoTheirPlaceAreInUseSoon() throws IOException {
        issue().write(folder, "a");
        activate(files("a", "a"));
        TestCertificate next = issue().write(folder, "fresh");
        for (String end : List.of(".pem", ".key")) {
            Files.move(folder.resolve("fresh" + end), folder.resolve("a" + end), StandardCopyOption.REPLACE_EXISTING);
        }
        awaitSerial("a", next);
    }

    /** As Kubernetes does with the files of a secret. */
    @Test
    void aFolderBehindALinkMayBeSwapped() throws IOException {
        for (String version : List.of("v1", "v2")) {
            Files.createDirectory(folder.resolve(version));
        }
        issue().write(folder.resolve("v1"), "a");
        TestCertificate next = issue().write(folder.resolve("v2"), "a");
        Files.createSymbolicLink(folder.resolve("now"), Path.of("v1"));
        for (String end : List.of(".pem", ".key")) {
            Files.createSymbolicLink(folder.resolve("a" + end), Path.of("now/a" + end));
        }
        activate(files("a", "a"));
        Files.createSymbolicLink(folder.resolve("next"), Path.of("v2"));
        Files.move(folder.resolve("next"), folder.resolve("now"), StandardCopyOption.ATOMIC_MOVE);
        awaitSerial("a", next);
    }

    @Test
    void brokenFilesLeaveTheLastGoodOnesInUseAndAreCounted() throws IOException {
        TestCertificate good = issue().write(folder, "a");
        activate(files("a", "a"));
        Files.writeString(folder.resolve("a.pem"), "nonsense");
        Await.until(() -> "the failure is counted", () -> certificates.failures() == 1);
        assertEquals(good.leaf().getSerialNumber(), serial("a"));
        assertEquals(List.of(), changed);
        Files.delete(folder.resolve("a.pem"));
        Await.until(() -> "a missing file is counted, too", () -> certificates.failures() == 2);
        assertEquals(good.leaf().getSerialNumber(), serial("a"));
        awaitSerial("a", issue().write(folder, "a"));
    }

    private void upload(String name, TestCertificate certificate) throws UnusableCertificate {
        kept.keep(Origin.UPLOADED, name, certificate.chainPem(), certificate.keyPem(), new byte[0]);
    }

    @Test
    void whatIsUploadedIsThereForTheDocumentAndIsReplaced() throws UnusableCertificate {
        GatewayDocument document = document("{ name: up, uploaded: true }");
        StagingException refused = assertThrows(StagingException.class, () -> certificates.stage(document, false));
        assertEquals("certificate up: it was not uploaded (PUT /v1/certificates/up first)", refused.getMessage());
        TestCertificate first = CA.leaf("a.test").issue();
        upload("up", first);
        activate(document);
        assertEquals(first.leaf().getSerialNumber(), serial("up"));
        TestCertificate second = CA.leaf("a.test").issue();
        upload("up", second);
        awaitSerial("up", second);
        assertEquals(List.of("up"), changed);
    }

    @Test
    void whatCannotBeUsedIsNotKept() throws UnusableCertificate {
        TestCertificate expired = CA.leaf("a.test").expired().issue();
        assertThrows(UnusableCertificate.class, () -> upload("up", expired));
        assertTrue(kept.get(Origin.UPLOADED, "up").isEmpty());
        TestCertificate large = CA.leaf("a.test")
                .hosts(IntStream.range(0, 1500)
                        .mapToObj(i -> "h" + i + ".a-rather-long-name.test")
                        .toArray(String[]::new))
                .issue();
        UnusableCertificate refused = assertThrows(UnusableCertificate.class, () -> upload("up", large));
        assertEquals("has more than 46080 bytes", refused.reason());
    }

    private static GatewayDocument ordered(String more) {
        return document("{ name: shop, acme: { directory: \"https://acme.test/dir\", hosts: [a.test]" + more + " } }");
    }

    @Test
    void whatIsOrderedNeedNotBeThereYetAndIsTakenOverWhenItIs() throws Exception {
        activate(ordered(""));
        assertNull(certificates.current("shop"));
        TestCertificate issued = CA.leaf("a.test").issue();
        kept.keep(Origin.ACME, "shop", issued.chainPem(), issued.keyPem(), new byte[0]);
        Await.until(() -> "it is there", () -> certificates.current("shop") != null);
        assertEquals(issued.leaf().getSerialNumber(), serial("shop"));
    }

    @Test
    void whatCannotBeOrderedOnThisNodeIsRefusedBeforeItIsLive() throws IOException {
        Files.writeString(folder.resolve("empty.pem"), "nothing");
        record Case(String fields, String reason) {}
        for (Case one : List.of(
                new Case(", trust: \"file:nowhere.pem\"", folder.resolve("nowhere.pem") + " is not there"),
                new Case(", trust: \"file:empty.pem\"", "file:empty.pem has no certificate in PEM"),
                new Case(
                        ", external-account: { key-id: k, secret: \"env:NONE\" }",
                        "env:NONE is not set in the environment of this node"))) {
            StagingException refused =
                    assertThrows(StagingException.class, () -> certificates.stage(ordered(one.fields), false));
            assertEquals("certificate shop: " + one.reason, refused.getMessage());
            certificates.stage(ordered(one.fields), true).discard();
        }
    }

    @Test
    void withoutAClusterSecretNothingIsOrdered() {
        KeptCertificates none = new KeptCertificates(new MemoryVault(false), clock);
        try (NodeCertificates without =
                NodeCertificates.start(new LocalSecrets(folder, Map.of()), none, new NoChallenges(), clock)) {
            for (boolean decided : new boolean[] {true, false}) {
                StagingException refused =
                        assertThrows(StagingException.class, () -> without.stage(ordered(""), decided));
                assertEquals(
                        "certificate shop: ACME needs a secret to keep keys with. " + Sealing.HOW,
                        refused.getMessage());
            }
        }
    }

    /** A node that starts again must not stay away because one of many certificates was forgotten. */
    @Test
    void whatHasExpiredIsRefusedInACandidateOnly() throws UnusableCertificate {
        TestCertificate made = issue().write(folder, "a");
        upload("up", made);
        GatewayDocument document =
                document("{ name: a, chain: \"file:a.pem\", key: \"file:a.key\" }", "{ name: up, uploaded: true }");
        ahead = Duration.ofDays(91);
        StagingException refused = assertThrows(StagingException.class, () -> certificates.stage(document, false));
        assertTrue(String.valueOf(refused.getMessage()).startsWith("certificate a: expired at "), refused.getMessage());
        certificates.stage(document, true).activate();
        assertEquals(made.leaf().getSerialNumber(), serial("a"));
        assertEquals(made.leaf().getSerialNumber(), serial("up"));
    }
}
