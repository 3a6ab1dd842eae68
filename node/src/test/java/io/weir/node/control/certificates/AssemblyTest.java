package io.weir.node.control.certificates;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.weir.node.decide.certificate.KeyKind;
import io.weir.node.state.CertificateMaterial;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class AssemblyTest {
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final TestCa MIDDLE = ROOT.intermediate("Test Middle");
    private static final TestCertificate GOOD = MIDDLE.leaf("shop.example.com").issue();
    private static final TestCertificate OTHER = ROOT.leaf("other.example.com").issue();

    private static CertificateMaterial judge(String chain, String key) throws UnusableCertificate {
        return judge(chain, key, "");
    }

    private static CertificateMaterial judge(String chain, String key, String ocsp) throws UnusableCertificate {
        return new Assembly(named("CHAIN", chain), named("KEY", key), named("OCSP", ocsp)).judge("shop", Instant.now());
    }

    private static Assembly.Named named(String what, String text) {
        return new Assembly.Named(what, text.getBytes(StandardCharsets.UTF_8));
    }

    static Stream<Arguments> refusals() {
        TestCertificate expired = ROOT.leaf("a.test").expired().issue();
        TestCertificate early = ROOT.leaf("a.test").notYetValid().issue();
        TestCertificate small = ROOT.leaf("a.test").rsa(1024).issue();
        TestCertificate nameless = ROOT.leaf("a.test").nameless().issue();
        TestCertificate sha1 = MadeByHand.selfSigned("RSA-2048", "SHA1withRSA");
        TestCertificate md5 = MadeByHand.selfSigned("RSA-2048", "MD5withRSA");
        TestCertificate noAuthority = TestCa.root("x").leaf("a.test").issue();
        String key = GOOD.keyPem();
        return Stream.of(
                arguments("", key, "CHAIN has no certificate in PEM"),
                arguments("hello", key, "CHAIN has no certificate in PEM"),
                arguments(key, key, "CHAIN has no certificate in PEM"),
                arguments(
                        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n",
                        key,
                        "CHAIN is not PEM that can be read"),
                arguments(GOOD.chainPem().substring(0, 300), key, "CHAIN is not PEM that can be read"),
                arguments(GOOD.chainPem(), "", "KEY has no private key in PEM"),
                arguments(GOOD.chainPem(), GOOD.chainPem(), "KEY has no private key in PEM"),
                arguments(GOOD.chainPem(), key + OTHER.keyPem(), "KEY has more than one key"),
                arguments(GOOD.chainPem(), ENCRYPTED, "KEY has an encrypted key (expected one without a passphrase)"),
                arguments(
                        GOOD.chainPem(),
                        OTHER.keyPem(),
                        "its key does not match the certificate of \"CN=shop.example.com\""),
                arguments(
                        GOOD.chainPem() + OTHER.chainPem(),
                        key,
                        "its chain is broken: \"CN=Test Middle\" is issued by \"CN=Test Root\", which is not"
                                + " \"CN=other.example.com\""),
                arguments(
                        noAuthority.chainPem() + ROOT.pem(),
                        noAuthority.keyPem(),
                        "its chain is broken: \"CN=a.test\" is issued by \"CN=x\", which is not \"CN=Test Root\""),
                arguments(expired.chainPem(), expired.keyPem(), "expired at"),
                arguments(early.chainPem(), early.keyPem(), "is not valid before"),
                arguments(small.chainPem(), small.keyPem(), "has a weak key: RSA of 1024 bits (expected 2048 or more)"),
                arguments(sha1.chainPem(), sha1.keyPem(), "is signed with SHA1withRSA, which can be forged"),
                arguments(md5.chainPem(), md5.keyPem(), "is signed with MD5withRSA, which can be forged"),
                arguments(nameless.chainPem(), nameless.keyPem(), "covers no name: it has no subjectAltName"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeUsedIsRefusedWithItsReason(String chain, String key, String reason) {
        UnusableCertificate refused = assertThrows(UnusableCertificate.class, () -> judge(chain, key));
        assertTrue(refused.reason().startsWith(reason), refused.reason());
    }

    /** Made with {@code openssl ecparam -genkey -name prime256v1 | openssl ec -aes128 -passout pass:x}. */
    private static final String ENCRYPTED =
            """
            -----BEGIN EC PRIVATE KEY-----
            Proc-Type: 4,ENCRYPTED
            DEK-Info: AES-128-CBC,0F5C3A3F5B8F6F2C2F3D9C63A4B1C0D2

            MzNhYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAxMjM0NTY3ODkwMTIzNDU2Nzg5
            -----END EC PRIVATE KEY-----
            """;

    @ParameterizedTest
    @CsvSource({
        "RSA-2048,  SHA256withRSA,   RSA 2048",
        "secp256r1, SHA256withECDSA, EC P-256",
        "secp384r1, SHA384withECDSA, EC P-384",
        "secp521r1, SHA512withECDSA, EC P-521",
        "Ed25519,   Ed25519,         Ed25519",
    })
    void keysOfEachKindAreReadInEachForm(String kind, String signature, String shown) throws UnusableCertificate {
        TestCertificate made = MadeByHand.selfSigned(kind, signature);
        // That the key belongs to the chain is part of the judgement.
        assertEquals(made.chain(), judge(made.chainPem(), made.keyPem()).chain());
        assertEquals(
                made.chain(),
                judge(made.chainPem(), MadeByHand.traditionalKey(made)).chain());
        assertEquals(shown, KeyKind.of(made.leaf().getPublicKey()).toString());
    }

    @Test
    void aChainInAnotherOrderIsPutInOrderAndKeepsItsRoot() throws UnusableCertificate {
        String leaf = new TestCertificate(List.of(GOOD.leaf()), GOOD.key()).chainPem();
        CertificateMaterial judged = judge(ROOT.pem() + MIDDLE.pem() + leaf + MIDDLE.pem(), GOOD.keyPem());
        assertEquals(List.of(GOOD.leaf(), MIDDLE.certificate(), ROOT.certificate()), judged.chain());
    }

    @Test
    void anIssuerThatIsNoAuthorityIsRefused() {
        // Its name and signature are right, but nobody allowed it to issue.
        TestCertificate issuer = MadeByHand.selfSigned("secp256r1", "SHA256withECDSA");
        TestCertificate leaf = MadeByHand.issuedBy(issuer);
        UnusableCertificate refused = assertThrows(
                UnusableCertificate.class, () -> judge(leaf.chainPem() + issuer.chainPem(), leaf.keyPem()));
        assertEquals(
                "its issuer \"CN=by.hand.test\" signs the one before it, but may not (it is no certificate authority)",
                refused.reason());
    }

    @Test
    void oneTextMayHoldChainAndKey() throws UnusableCertificate {
        String both = GOOD.keyPem() + GOOD.chainPem();
        assertEquals(GOOD.chain(), judge(both, both).chain());
    }

    @Test
    void aResponseIsStapledWhileItIsFresh() throws UnusableCertificate {
        byte[] fresh = MadeByHand.ocsp(OTHER, ROOT, Instant.now().plus(Duration.ofDays(1)));
        byte[] old = MadeByHand.ocsp(OTHER, ROOT, Instant.now().minus(Duration.ofDays(1)));
        Assembly texts = new Assembly(
                named("CHAIN", OTHER.chainPem()), named("KEY", OTHER.keyPem()), new Assembly.Named("OCSP", fresh));
        CertificateMaterial stapled = texts.judge("other", Instant.now());
        assertArrayEquals(fresh, stapled.ocsp());
        assertEquals("", texts.remark(stapled, Instant.now()));

        Assembly late = new Assembly(texts.chain(), texts.key(), new Assembly.Named("OCSP", old));
        CertificateMaterial bare = late.judge("other", Instant.now());
        assertEquals(0, bare.ocsp().length);
        assertEquals("OCSP is too old to be stapled", late.remark(bare, Instant.now()));
    }

    @Test
    void aResponseAboutAnotherCertificateOrNoResponseIsRefused() {
        byte[] other = MadeByHand.ocsp(OTHER, ROOT, Instant.now().plus(Duration.ofDays(1)));
        for (byte[] ocsp : List.of(other, new byte[] {0x30, 3, 1, 2, 3}, "%%%".getBytes(StandardCharsets.UTF_8))) {
            Assembly texts = new Assembly(
                    named("CHAIN", GOOD.chainPem()), named("KEY", GOOD.keyPem()), new Assembly.Named("OCSP", ocsp));
            UnusableCertificate refused =
                    assertThrows(UnusableCertificate.class, () -> texts.judge("shop", Instant.now()));
            assertTrue(refused.reason().startsWith("OCSP is not a"), refused.reason());
        }
    }

    /** Whatever is wrong with a text: the reason never shows the key, and nothing else is thrown. */
    @Test
    void damagedTextsAreRefusedWithoutShowingThem() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] text = (GOOD.chainPem() + GOOD.keyPem()).getBytes(StandardCharsets.US_ASCII);
        String secret = GOOD.keyPem().split("\n", -1)[1];
        for (int i = 0; i < 500; i++) {
            byte[] damaged = text.clone();
            for (int change = random.nextInt(4); change >= 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Assembly.Named one = new Assembly.Named("TEXT", damaged);
            try {
                new Assembly(one, one, named("", "")).judge("shop", Instant.now());
            } catch (UnusableCertificate e) {
                assertFalse(e.reason().contains(secret), "seed " + seed);
            }
        }
    }

    @Test
    void nothingShowsTheKey() throws UnusableCertificate {
        String secret = GOOD.keyPem().split("\n", -1)[1];
        Assembly texts = new Assembly(named("C", GOOD.chainPem()), named("K", GOOD.keyPem()), named("", ""));
        assertFalse(texts.toString().contains(secret));
        assertFalse(texts.judge("shop", Instant.now()).toString().contains(secret));
    }
}
