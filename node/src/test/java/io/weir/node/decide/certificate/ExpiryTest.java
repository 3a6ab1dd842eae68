package io.weir.node.decide.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.TestCa;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpiryTest {
    private static final Instant NOW = Instant.parse("2026-11-25T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "P31D,      FINE",
        "P30DT1S,   FINE",
        "P30D,      WITHIN_30_DAYS",
        "P7DT1S,    WITHIN_30_DAYS",
        "P7D,       WITHIN_7_DAYS",
        "P1DT1S,    WITHIN_7_DAYS",
        "P1D,       WITHIN_A_DAY",
        "PT0S,      WITHIN_A_DAY",
        "PT-0.001S, EXPIRED",
        "P-400D,    EXPIRED",
    })
    void theEndComesCloserInSteps(Duration left, Expiry expected) {
        assertThat(Expiry.of(NOW.plus(left), NOW)).isEqualTo(expected);
    }

    @Test
    void daysHaveTheirFraction() {
        assertThat(Expiry.daysLeft(NOW.plus(Duration.ofHours(36)), NOW)).isEqualTo(1.5);
        assertThat(Expiry.daysLeft(NOW.minus(Duration.ofHours(12)), NOW)).isEqualTo(-0.5);
    }

    /** An issuer that ends first takes the leaf with it; a root does not, clients have their own. */
    @Test
    void aChainEndsWithTheFirstOfItsCertificates() {
        TestCa root = TestCa.root("Test Root");
        TestCa middle = root.intermediate("Test Middle");
        X509Certificate leaf = middle.leaf("a.test")
                .valid(NOW, NOW.plus(Duration.ofDays(5000)))
                .issue()
                .leaf();
        assertThat(Expiry.end(List.of(leaf, middle.certificate(), root.certificate())))
                .isEqualTo(middle.certificate().getNotAfter().toInstant());
        assertThat(Expiry.end(List.of(leaf, root.certificate())))
                .isEqualTo(leaf.getNotAfter().toInstant());
    }
}
