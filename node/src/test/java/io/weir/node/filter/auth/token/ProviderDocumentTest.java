package io.weir.node.filter.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProviderDocumentTest {
    @ParameterizedTest(name = "{1} of {0}: {3}")
    @CsvSource({
        "https://id.example, https://id.example/jwks, true, over TLS",
        "https://id.example, https://keys.example/jwks, true, of another host",
        "http://id.example, https://id.example/jwks, true, over TLS though the issuer is called otherwise",
        "http://id.example, http://id.example/jwks, false, in plain text over a network",
        "https://id.example, http://id.example/jwks, false, in plain text over a network",
        "http://127.0.0.1:8, http://127.0.0.1:8/jwks, true, on this machine",
        "https://id.example, http://[::1]/jwks, true, on this machine",
        "http://id.example, http://127.0.0.1.id.example/jwks, false, only called like this machine",
        "http://id.example, http://localhost@id.example/jwks, false, a user called like this machine",
        "https://id.example, https://u:p@id.example/jwks, false, a user",
        "https://id.example, ftp://id.example/jwks, false, another scheme",
        "https://id.example, /jwks, false, no address",
    })
    void keysComeOverTlsOrFromThisMachine(String issuer, String keys, boolean good, String reason) {
        byte[] document =
                ("{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + keys + "\"}").getBytes(StandardCharsets.UTF_8);
        boolean taken;
        try {
            taken = ProviderDocument.read(document, issuer).keys().toString().equals(keys);
        } catch (IOException refused) {
            taken = false;
        }
        assertThat(taken).as(reason).isEqualTo(good);
    }
}
