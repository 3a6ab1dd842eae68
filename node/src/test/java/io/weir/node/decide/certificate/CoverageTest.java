package io.weir.node.decide.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.GatewayDocument;
import io.weir.config.parse.DocumentReader;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CoverageTest {
    private static final CertificateNames EXACT = new CertificateNames(Set.of("shop.test", "10.0.0.1"), Set.of());
    private static final CertificateNames WILD = new CertificateNames(Set.of(), Set.of(".api.test"));

    @ParameterizedTest
    @CsvSource({
        "shop.test,    true,  exact",
        "www.shop.test, false, a name below",
        "10.0.0.1,     true,  an address",
        "a.api.test,   true,  one label for the star",
        "a.b.api.test, false, two labels for the star",
        "api.test,     false, no label for the star",
        ".api.test,    false, an empty label",
        "'',           false, nothing",
    })
    void aNameIsCoveredOrNot(String host, boolean covered, String why) {
        assertThat(EXACT.covers(host) || WILD.covers(host)).as(why).isEqualTo(covered);
    }

    private static GatewayDocument document(String tls) {
        return DocumentReader.read(
                        """
                        weir: 1
                        certificates:
                          - { name: exact, uploaded: true }
                          - { name: wild, uploaded: true }
                        listeners:
                          - { name: plain, address: "127.0.0.1:8080" }
                          - { name: secure, address: "127.0.0.1:8443", tls: { %s } }
                        routes:
                          - { name: a, match: { hosts: [shop.test], path: /a }, respond: {} }
                          - { name: b, match: { hosts: ["*.api.test", x.api.test], path: /b }, respond: {} }
                          - { name: c, match: { hosts: ["*.shop.test"], path: /c }, respond: {} }
                          - { name: d, match: { hosts: [elsewhere.test], path: /d, listeners: [plain] }, respond: {} }
                          - { name: e, match: { path: /e }, respond: {} }
                        """
                                .formatted(tls),
                        "test.yaml")
                .orThrow();
    }

    @Test
    void hostsThatNothingCoversAreNamedForEachListenerThatTakesThem() {
        Map<String, CertificateNames> names = Map.of("exact", EXACT, "wild", WILD);
        assertThat(Coverage.uncovered(document("certificates: [exact, wild]"), names))
                .containsExactly("listener secure: no certificate covers *.shop.test; its clients are answered 421");
        assertThat(Coverage.uncovered(document("certificates: [exact], strict-sni: true"), names))
                .containsExactly(
                        "listener secure: no certificate covers *.api.test; its clients are refused",
                        "listener secure: no certificate covers *.shop.test; its clients are refused",
                        "listener secure: no certificate covers x.api.test; its clients are refused");
    }

    @Test
    void nothingIsSaidOfAListenerWhoseCertificateIsNotThereYet() {
        assertThat(Coverage.uncovered(document("certificates: [exact, wild]"), Map.of("exact", EXACT)))
                .isEqualTo(List.of());
    }
}
