package io.weir.node.decide.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.parse.DocumentReader;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProvabilityTest {
    private static final String PLAIN = "{ name: a, address: \"127.0.0.1:1\" }";
    private static final String SECURE = "{ name: b, address: \"127.0.0.1:2\", tls: { certificates: [shop] } }";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        true  | true  | http-01     |         | both are there
        true  | false | http-01     |         | it need not be shown yet
        false | true  | http-01     | without | servers ask in plain text
        false | true  | tls-alpn-01 |         | it is proved where it is shown
        true  | false | tls-alpn-01 | with    | nobody shakes hands
        """)
    void needsAListener(boolean plain, boolean secure, String challenge, String doubt, String why) {
        String listeners =
                String.join(", ", plain && secure ? List.of(PLAIN, SECURE) : List.of(plain ? PLAIN : SECURE));
        String document = "weir: 1\nlisteners: [" + listeners + "]\ncertificates: [{ name: shop, acme: { directory: "
                + "\"https://acme.test/dir\", hosts: [a.test], challenge: " + challenge + " } }]\n";
        List<String> lines =
                Provability.doubts(DocumentReader.read(document, "test.yaml").orThrow());
        if (doubt == null) {
            assertThat(lines).as(why).isEmpty();
        } else {
            assertThat(lines)
                    .as(why)
                    .containsExactly("certificate shop: no listener " + doubt + " TLS answers " + challenge
                            + "; it will hardly be issued");
        }
    }
}
