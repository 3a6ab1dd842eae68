package io.weir.node.filter.auth.signature;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.model.SecretRef;
import io.weir.config.model.SignatureAlgorithm;
import io.weir.config.model.SignatureKey;
import io.weir.node.decide.signature.ContentDigest;
import io.weir.node.decide.signature.SignatureBase;
import io.weir.node.decide.signature.SignatureInput;
import io.weir.node.decide.signature.SignedRequest;
import io.weir.node.testkit.TestHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The examples of RFC 9421 appendix B: its keys, its messages, its signature bases, its signatures. */
final class Rfc9421ExamplesTest {
    private static final String DIGEST =
            "sha-512=:WZDPaVn/7XgHaAy8pmojAkGWoRx2UFChF41A2svX+TaPm+AbwAgBWnrIiYllu7BNNyealdVLvRwEmTHWXvJwew==:";
    private static final String BODY = "{\"hello\": \"world\"}";
    /** B.2 test-request. */
    private static final TestHead REQUEST = TestHead.of("POST /foo?param=Value&Pet=dog HTTP/1.1\r\n"
            + "Host: example.com\r\nDate: Tue, 20 Apr 2021 02:07:55 GMT\r\nContent-Type: application/json\r\n"
            + "Content-Digest: " + DIGEST + "\r\nContent-Length: 18\r\n");

    private static final String CLIENT_CERT =
            ":MIIBqDCCAU6gAwIBAgIBBzAKBggqhkjOPQQDAjA6MRswGQYDVQQKDBJMZXQncyBBdXRoZW50aWNhdGUxGzAZBgNVBAMMEkxBIEludGVybWVkaWF0ZSBDQTAeFw0yMDAxMTQyMjU1MzNaFw0yMTAxMjMyMjU1MzNaMA0xCzAJBgNVBAMMAkJDMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE8YnXXfaUgmnMtOXU/IncWalRhebrXmckC8vdgJ1p5Be5F/3YC8OthxM4+k1M6aEAEFcGzkJiNy6J84y7uzo9M6NyMHAwCQYDVR0TBAIwADAfBgNVHSMEGDAWgBRm3WjLa38lbEYCuiCPct0ZaSED2DAOBgNVHQ8BAf8EBAMCBsAwEwYDVR0lBAwwCgYIKwYBBQUHAwIwHQYDVR0RAQH/BBMwEYEPYmRjQGV4YW1wbGUuY29tMAoGCCqGSM49BAMCA0gAMEUCIBHda/r1vaL6G3VliL4/Di6YK0Q6bMjeSkC3dFCOOB8TAiEAx/kHSB4urmiZ0NX5r5XarmPk0wmuydBVoU4hBVZ1yhk=:";
    /** B.3, as the proxy that ends TLS sends it. */
    private static final TestHead PROXIED = TestHead.of("POST /foo?param=Value&Pet=dog HTTP/1.1\r\n"
            + "Host: service.internal.example\r\nDate: Tue, 20 Apr 2021 02:07:55 GMT\r\n"
            + "Content-Type: application/json\r\nContent-Length: 18\r\nClient-Cert: " + CLIENT_CERT + "\r\n");

    /** B.1. */
    private static final Map<String, String> KEYS = Map.of(
            "test-key-rsa",
            """
            -----BEGIN RSA PUBLIC KEY-----
            MIIBCgKCAQEAhAKYdtoeoy8zcAcR874L8cnZxKzAGwd7v36APp7Pv6Q2jdsPBRrw
            WEBnez6d0UDKDwGbc6nxfEXAy5mbhgajzrw3MOEt8uA5txSKobBpKDeBLOsdJKFq
            MGmXCQvEG7YemcxDTRPxAleIAgYYRjTSd/QBwVW9OwNFhekro3RtlinV0a75jfZg
            kne/YiktSvLG34lw2zqXBDTC5NHROUqGTlML4PlNZS5Ri2U4aCNx2rUPRcKIlE0P
            uKxI4T+HIaFpv8+rdV6eUgOrB2xeI1dSFFn/nnv5OoZJEIB+VmuKn3DCUcCZSFlQ
            PSXSfBDiUGhwOw76WuSSsf1D4b/vLoJ10wIDAQAB
            -----END RSA PUBLIC KEY-----
            """,
            "test-key-rsa-pss",
            """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAr4tmm3r20Wd/PbqvP1s2
            +QEtvpuRaV8Yq40gjUR8y2Rjxa6dpG2GXHbPfvMs8ct+Lh1GH45x28Rw3Ry53mm+
            oAXjyQ86OnDkZ5N8lYbggD4O3w6M6pAvLkhk95AndTrifbIFPNU8PPMO7OyrFAHq
            gDsznjPFmTOtCEcN2Z1FpWgchwuYLPL+Wokqltd11nqqzi+bJ9cvSKADYdUAAN5W
            Utzdpiy6LbTgSxP7ociU4Tn0g5I6aDZJ7A8Lzo0KSyZYoA485mqcO0GVAdVw9lq4
            aOT9v6d+nb4bnNkQVklLQ3fVAvJm+xdDOp9LCNCN48V2pnDOkFV6+U9nV5oyc6XI
            2wIDAQAB
            -----END PUBLIC KEY-----
            """,
            "test-key-ecc-p256",
            """
            -----BEGIN PUBLIC KEY-----
            MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lf
            w0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==
            -----END PUBLIC KEY-----
            """,
            "test-key-ed25519",
            """
            -----BEGIN PUBLIC KEY-----
            MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=
            -----END PUBLIC KEY-----
            """);

    private static final String SHARED =
            "uzvJfB4u3N0Jy4T7NZ75MDVcr8zSTInedJtkgcu46YW4XByzNJjxBdtjUkdJPBtbmHhIDi6pcl8jsasjlTMtDQ==";

    static VerificationKey key(String id, String algorithm) throws IOException {
        SignatureKey declared = SignatureKey.of(
                id, SignatureAlgorithm.of(algorithm).orElseThrow(), new SecretRef(SecretRef.Kind.FILE, id));
        return VerificationKey.read(
                declared,
                ref -> id.equals("test-shared-secret")
                        ? Base64.getDecoder().decode(SHARED)
                        : Objects.requireNonNull(KEYS.get(id)).getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '^',
            value = {
                "B.2.1 ! rsa-pss-sha512 ! test-key-rsa-pss ! ();created=1618884473;keyid=\"test-key-rsa-pss\";nonce=\"b3k2pp5k7z-50gnwp.yemd\" ! d2pmTvmbncD3xQm8E9ZV2828BjQWGgiwAaw5bAkgibUopemLJcWDy/lkbbHAve4cRAtx31Iq786U7it++wgGxbtRxf8Udx7zFZsckzXaJMkA7ChG52eSkFxykJeNqsrWH5S+oxNFlD4dzVuwe8DhTSja8xxbR/Z2cOGdCbzR72rgFWhzx2VjBqJzsPLMIQKhO4DGezXehhWwE56YCE+O6c0mKZsfxVrogUvA4HELjVKWmAvtl6UnCh8jYzuVG5WSb/QEVPnP5TmcAnLH1g+s++v6d4s8m0gCw1fV5/SITLq9mhho8K3+7EPYTU8IU1bLhdxO5Nyt8C8ssinQ98Xw9Q==",
                "B.2.2 ! rsa-pss-sha512 ! test-key-rsa-pss ! (\"@authority\" \"content-digest\" \"@query-param\";name=\"Pet\");created=1618884473;keyid=\"test-key-rsa-pss\";tag=\"header-example\" ! LjbtqUbfmvjj5C5kr1Ugj4PmLYvx9wVjZvD9GsTT4F7GrcQEdJzgI9qHxICagShLRiLMlAJjtq6N4CDfKtjvuJyE5qH7KT8UCMkSowOB4+ECxCmT8rtAmj/0PIXxi0A0nxKyB09RNrCQibbUjsLS/2YyFYXEu4TRJQzRw1rLEuEfY17SARYhpTlaqwZVtR8NV7+4UKkjqpcAoFqWFQh62s7Cl+H2fjBSpqfZUJcsIk4N6wiKYd4je2U/lankenQ99PZfB4jY3I5rSV2DSBVkSFsURIjYErOs0tFTQosMTAoxk//0RoKUqiYY8Bh0aaUEb0rQl3/XaVe4bXTugEjHSw==",
                "B.2.3 ! rsa-pss-sha512 ! test-key-rsa-pss ! (\"date\" \"@method\" \"@path\" \"@query\" \"@authority\" \"content-type\" \"content-digest\" \"content-length\");created=1618884473;keyid=\"test-key-rsa-pss\" ! bbN8oArOxYoyylQQUU6QYwrTuaxLwjAC9fbY2F6SVWvh0yBiMIRGOnMYwZ/5MR6fb0Kh1rIRASVxFkeGt683+qRpRRU5p2voTp768ZrCUb38K0fUxN0O0iC59DzYx8DFll5GmydPxSmme9v6ULbMFkl+V5B1TP/yPViV7KsLNmvKiLJH1pFkh/aYA2HXXZzNBXmIkoQoLd7YfW91kE9o/CCoC1xMy7JA1ipwvKvfrs65ldmlu9bpG6A9BmzhuzF8Eim5f8ui9eH8LZH896+QIF61ka39VBrohr9iyMUJpvRX2Zbhl5ZJzSRxpJyoEZAFL2FUo5fTIztsDZKEgM4cUA==",
                "B.2.5 ! hmac-sha256 ! test-shared-secret ! (\"date\" \"@authority\" \"content-type\");created=1618884473;keyid=\"test-shared-secret\" ! pxcQw6G3AjtMBQjwo8XzkZf/bws5LelbaMk5rGIGtE8=",
                "B.2.6 ! ed25519 ! test-key-ed25519 ! (\"date\" \"@method\" \"@path\" \"@authority\" \"content-type\" \"content-length\");created=1618884473;keyid=\"test-key-ed25519\" ! wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==",
                "B.3 ! ecdsa-p256-sha256 ! test-key-ecc-p256 ! (\"@path\" \"@query\" \"@method\" \"@authority\" \"client-cert\");created=1618884473;keyid=\"test-key-ecc-p256\" ! xVMHVpawaAC/0SbHrKRs9i8I3eOs5RtTMGCWXm/9nvZzoHsIg6Mce9315T6xoklyy0yzhD9ah4JHRwMLOgmizw==",
            })
    void theSignaturesOfTheRfcVerify(String section, String algorithm, String keyId, String input, String signature)
            throws IOException {
        SignatureInput read = read("sig=" + input, "sig=:" + signature + ":");
        SignedRequest request = new SignedRequest(section.equals("B.3") ? PROXIED : REQUEST, true);
        byte[] base = Objects.requireNonNull(SignatureBase.of(read, request));
        assertThat(read.keyId()).isEqualTo(keyId);
        assertThat(read.created()).isEqualTo(1618884473);
        assertThat(key(keyId, algorithm).verify(base, read.signature())).isTrue();
        for (int i = 0; i < base.length; i += 7) {
            base[i] ^= 1;
            assertThat(key(keyId, algorithm).verify(base, read.signature())).isFalse();
            base[i] ^= 1;
        }
    }

    /** B.2.4 is an answer, which we do not verify; its signature shows what the algorithm is. */
    @Test
    void theSignatureOfAnAnswerVerifiesOverItsBase() throws IOException {
        String base = "\"@status\": 200\n\"content-type\": application/json\n"
                + "\"content-digest\": sha-512=:mEWXIS7MaLRuGgxOBdODa3xqM1XdEvxoYhvlCFJ41QJgJc4GTsPp29l5oGX69wWdXymyU0rjJuahq4l5aGgfLQ==:\n"
                + "\"content-length\": 23\n\"@signature-params\": (\"@status\" \"content-type\" \"content-digest\" \"content-length\")"
                + ";created=1618884473;keyid=\"test-key-ecc-p256\"";
        byte[] signature = Base64.getDecoder()
                .decode("wNmSUAhwb5LxtOtOpNa6W5xj067m5hFrj0XQ4fvpaCLx0NKocgPquLgyahnzDnDAUy5eCdlYUEkLIj+32oiasw==");
        assertThat(key("test-key-ecc-p256", "ecdsa-p256-sha256")
                        .verify(base.getBytes(StandardCharsets.US_ASCII), signature))
                .isTrue();
    }

    @Test
    void theBaseIsTheOneOfSection25() {
        String parameters =
                "(\"@method\" \"@authority\" \"@path\" \"content-digest\" \"content-length\" \"content-type\")"
                        + ";created=1618884473;keyid=\"test-key-rsa-pss\"";
        byte[] base = Objects.requireNonNull(
                SignatureBase.of(read("sig1=" + parameters, "sig1=:AAAA:"), new SignedRequest(REQUEST, true)));
        assertThat(new String(base, StandardCharsets.US_ASCII))
                .isEqualTo(
                        "\"@method\": POST\n\"@authority\": example.com\n\"@path\": /foo\n\"content-digest\": " + DIGEST
                                + "\n\"content-length\": 18\n\"content-type\": application/json\n\"@signature-params\": "
                                + parameters);
    }

    @Test
    void theDigestOfTheRfcIsThatOfItsBody() {
        byte[] body = BODY.getBytes(StandardCharsets.US_ASCII);
        assertThat(ContentDigest.matches(DIGEST, body)).isTrue();
        body[0]++;
        assertThat(ContentDigest.matches(DIGEST, body)).isFalse();
    }

    @ParameterizedTest(name = "{0} for {1}: {2}")
    @CsvSource({
        "test-key-rsa,      rsa-v1_5-sha256,   fits",
        "test-key-rsa,      rsa-pss-sha512,    fits",
        "test-key-rsa,      ecdsa-p256-sha256, does not",
        "test-key-rsa,      ed25519,           does not",
        "test-key-ecc-p256, ecdsa-p384-sha384, does not",
        "test-key-ecc-p256, rsa-pss-sha512,    does not",
        "test-key-ed25519,  ed25519,           fits",
        "test-key-ed25519,  ecdsa-p256-sha256, does not",
        "test-shared-secret, ed25519,          does not",
    })
    void aKeyIsOnlyForAlgorithmsOfItsKind(String id, String algorithm, String fits) {
        if (fits.equals("fits")) {
            assertThat(fails(id, algorithm)).isEmpty();
        } else {
            assertThat(fails(id, algorithm)).isNotEmpty().doesNotContain("MF").doesNotContain("MII");
        }
    }

    private static String fails(String id, String algorithm) {
        try {
            key(id, algorithm);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static SignatureInput read(String input, String signature) {
        SignatureInput.Reading reading = SignatureInput.read(input, signature, "", "");
        assertThat(reading).isInstanceOf(SignatureInput.Reading.Some.class);
        return ((SignatureInput.Reading.Some) reading).found().get(0);
    }
}
