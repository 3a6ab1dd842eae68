package io.weir.node.decide.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.AccessRule;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestLeaf;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Extension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateAccessTest {
    private static final TestCa CLIENTS = TestCa.root("clients");
    private static final X509Certificate ROBOT = CLIENTS.leaf("robot.example.com")
            .subject("O=Acme,CN=robot 7")
            .emails("robot@example.org")
            .uris("spiffe://example.com/ns/a/robot")
            .addresses("192.0.2.7")
            .issue()
            .leaf();

    @ParameterizedTest(name = "{0} {1} {2}: {3}, {4}")
    @CsvSource(
            nullValues = "-",
            delimiter = '|',
            value = {
                "robot.example.com       | -             | -          | YES | a host's name",
                "*.example.com           | -             | -          | YES | a pattern",
                "spiffe://example.com/ns/a/* | -         | -          | YES | a URI",
                "spiffe://example.com/NS/a/* | -         | -          | NO  | whose letters have a case",
                "*@example.org           | -             | -          | YES | an address of e-mail",
                "192.0.2.*               | -             | -          | YES | an address",
                "example.com             | -             | -          | NO  | not the whole name",
                "-                       | *O=Acme*      | -          | YES | the subject",
                "-                       | CN=robot 7    | -          | NO  | not all of the subject",
                "-                       | -             | CN=clients | YES | the issuer",
                "robot.example.com       | *O=Acme*      | CN=clients | YES | all of them",
                "robot.example.com       | *O=Acme*      | CN=others  | NO  | not all of them",
            })
    void namesAreComparedWithPatterns(String san, String subject, String issuer, Truth expected, String reason) {
        AccessRule.Certificate rule = new AccessRule.Certificate(
                Optional.ofNullable(san), Optional.ofNullable(subject), Optional.ofNullable(issuer));
        AccessDecision decision = new AccessDecision(rule);
        for (int i = 0; i < 2; i++) {
            assertThat(decision.decide(TestSubject.NOBODY.showing(ROBOT)))
                    .as(reason)
                    .isEqualTo(expected);
        }
    }

    private static AccessDecision not(String san) {
        return new AccessDecision(
                new AccessRule.Not(new AccessRule.Certificate(Optional.of(san), Optional.empty(), Optional.empty())));
    }

    @Test
    void noCertificateAndNamesThatCannotBeReadAreNoReasonToLetAnybodyIn() {
        TestLeaf odd = CLIENTS.leaf("odd").nameless().extension(Extension.subjectAlternativeName, new byte[] {1, 2, 3});
        assertThat(not("bad.example.com").decide(TestSubject.NOBODY)).isEqualTo(Truth.UNKNOWN);
        assertThat(not("bad.example.com")
                        .decide(TestSubject.NOBODY.showing(odd.issue().leaf())))
                .isEqualTo(Truth.UNKNOWN);
        X509Certificate plain = CLIENTS.leaf("plain").nameless().issue().leaf();
        assertThat(not("bad.example.com").decide(TestSubject.NOBODY.showing(plain)))
                .isEqualTo(Truth.YES);
    }
}
