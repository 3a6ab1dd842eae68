package io.weir.node.filter.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.Consumer;
import io.weir.config.model.Credential;
import io.weir.node.decide.auth.CertificateNames;
import io.weir.node.filter.auth.Authenticator.Result;
import io.weir.node.state.Revocations;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestExchange;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MtlsAuthenticatorTest {
    private static final TestCertificate CERTIFICATE = TestCa.root("clients")
            .leaf("billing")
            .hosts("Billing.example.com", "shared.example.com")
            .uris("spiffe://example.com/billing")
            .emails("Billing@example.com")
            .client()
            .issue();

    @ParameterizedTest(name = "{0} {1}: {2}, {3}")
    @CsvSource(
            delimiter = '|',
            value = {
                "san-uri     | spiffe://example.com/billing  | acme   | its URI",
                "san-uri     | spiffe://example.com/Billing  | nobody | URIs have a case",
                "san-uri     | billing.example.com           | nobody | a name of another kind",
                "san-dns     | billing.EXAMPLE.com           | acme   | host names have no case",
                "san-dns     | example.com                   | nobody | nothing but the whole name",
                "san-dns     | spiffe://example.com/billing  | nobody | a name of another kind",
                "san-email   | billing@example.com           | acme   | its address",
                "subject     | cn=billing                    | acme   | its distinguished name, however it is spelled",
                "subject     | CN=billing,O=x                | nobody | another distinguished name",
                "subject     | billing                       | nobody | no distinguished name",
                "subject-cn  | billing                       | acme   | its common name",
                "fingerprint | FINGERPRINT                   | acme   | its SHA-256",
                "fingerprint | 00:11                         | nobody | another fingerprint",
            })
    void aConsumerIsKnownByItsCertificate(String by, String declared, String expected, String reason) {
        String name = declared.equals("FINGERPRINT") ? fingerprint() : declared;
        Result result = authenticator(by, consumer("acme", name))
                .examine(TestExchange.of("GET /").showing(CERTIFICATE.leaf()), later -> {});
        String found = result instanceof Result.Known known
                ? known.identity().consumer().name()
                : "nobody";
        assertThat(found).as(reason).isEqualTo(expected);
    }

    @Test
    void aCertificateThatIsSeveralConsumersIsNobodys() {
        Authenticator authenticator =
                authenticator("san-dns", consumer("a", "billing.example.com"), consumer("b", "shared.example.com"));
        assertThat(authenticator.examine(TestExchange.of("GET /").showing(CERTIFICATE.leaf()), later -> {}))
                .isEqualTo(Result.WRONG);
    }

    @Test
    void aConsumersOwnNameIsACommonNameWhereThatIsAskedFor() {
        Result result = authenticator("subject-cn", consumer("billing", "other"))
                .examine(TestExchange.of("GET /").showing(CERTIFICATE.leaf()), later -> {});
        assertThat(result).isInstanceOf(Result.Known.class);
    }

    @Test
    void whoShowsNoCertificateHasNoCredential() {
        Authenticator authenticator = authenticator("san-dns", consumer("a", "billing.example.com"));
        assertThat(authenticator.examine(TestExchange.of("GET /"), later -> {})).isEqualTo(Result.ABSENT);
        assertThat(authenticator.examine(TestExchange.of("GET /").showing(), later -> {}))
                .isEqualTo(Result.ABSENT);
    }

    @Test
    void aCertificateThatEndsWhileItsConnectionIsOpenIsNobodysFromThenOn() {
        TestCertificate ended =
                TestCa.root("clients").leaf("billing").expired().client().issue();
        Authenticator authenticator = authenticator("subject-cn", consumer("billing", "other"));
        assertThat(authenticator.examine(TestExchange.of("GET /").showing(ended.leaf()), later -> {}))
                .isEqualTo(Result.WRONG);
    }

    private static Authenticator authenticator(String by, Consumer... consumers) {
        Credential.By kind = Credential.By.valueOf(by.toUpperCase(Locale.ROOT).replace('-', '_'));
        return new MtlsAuthenticator(new Credential.Mtls(kind), new Consumers(List.of(consumers), Revocations.NONE));
    }

    private static Consumer consumer(String name, String certificate) {
        return new Consumer(
                name,
                List.of(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                List.of(),
                List.of(certificate),
                List.of());
    }

    private static String fingerprint() {
        String hex = CertificateNames.of(Credential.By.FINGERPRINT, CERTIFICATE.leaf())
                .get(0);
        return String.join(":", hex.toUpperCase(Locale.ROOT).split("(?<=\\G..)"));
    }
}
