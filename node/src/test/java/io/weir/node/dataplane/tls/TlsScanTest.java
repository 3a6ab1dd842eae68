package io.weir.node.dataplane.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.OpensslClient;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What a scanner would look at, by {@code openssl s_client}: versions, suites, renegotiation, names, protocols. */
class TlsScanTest {
    private static final TestCa CA = TestCa.root("root");
    private static final TestBackend BACKEND = TestBackend.saying("hello");
    private static final Map<TlsEngine, TestGateway> GATEWAYS = new EnumMap<>(TlsEngine.class);

    @TempDir
    static Path folder;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(OpensslClient.isThere(), "openssl is not installed");
        Files.writeString(folder.resolve("ca.pem"), CA.pem());
        TestCertificates certificates = new TestCertificates()
                .put("both-ec", CA.leaf("example.com").hosts("*.example.com").issue())
                .put(
                        "both-rsa",
                        CA.leaf("example.com").hosts("*.example.com").rsa().issue())
                .put("other", CA.leaf("other.example").issue());
        for (TlsEngine engine : TlsEngine.values()) {
            GATEWAYS.put(engine, TestGateway.start(certificates.ports(engine, TicketKeys.OWN), document()));
        }
    }

    private static String document() {
        String strict = "certificates: [both-ec, both-rsa, other], strict-sni: true";
        return Documents.to(BACKEND)
                .tls("", "both-rsa", "both-ec", "other")
                .toString()
                .replace(
                        "upstreams:",
                        """
                          - { name: modern, address: "127.0.0.1:0", tls: { certificates: [both-ec], profile: modern } }
                          - { name: strict, address: "127.0.0.1:0", tls: { %s } }
                        upstreams:"""
                                .formatted(strict));
    }

    @AfterAll
    static void stop() {
        GATEWAYS.values().forEach(TestGateway::close);
        BACKEND.close();
    }

    @ParameterizedTest(name = "{0} {1} {2}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            * | public | -tls1_3                                        | New, TLSv1.3            | TLS 1.3
            * | public | -tls1_2                                        | New, TLSv1.2            | TLS 1.2
            * | public | -tls1_1 -cipher DEFAULT@SECLEVEL=0             | !                       | no TLS 1.1
            * | public | -tls1 -cipher DEFAULT@SECLEVEL=0               | !                       | no TLS 1.0
            * | modern | -tls1_3                                        | New, TLSv1.3            | modern: TLS 1.3
            * | modern | -tls1_2                                        | !                       | modern: no TLS 1.2
            * | public | -tls1_3 -ciphersuites TLS_AES_128_GCM_SHA256   | TLS_AES_128_GCM_SHA256  | one suite of three
            * | public | -tls1_3 -ciphersuites TLS_AES_256_GCM_SHA384   | TLS_AES_256_GCM_SHA384  | one suite of three
            * | public | -tls1_3 -ciphersuites TLS_CHACHA20_POLY1305_SHA256 | TLS_CHACHA20_POLY1305_SHA256 | one of three
            * | public | -tls1_3 -ciphersuites TLS_AES_128_CCM_SHA256   | !                       | no CCM
            * | public | -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256  | ECDHE-ECDSA-AES128-GCM-SHA256 | one suite of six
            * | public | -tls1_2 -cipher ECDHE-ECDSA-AES256-GCM-SHA384  | ECDHE-ECDSA-AES256-GCM-SHA384 | one suite of six
            * | public | -tls1_2 -cipher ECDHE-ECDSA-CHACHA20-POLY1305  | ECDHE-ECDSA-CHACHA20-POLY1305 | one suite of six
            * | public | -tls1_2 -cipher ECDHE-RSA-AES128-GCM-SHA256    | ECDHE-RSA-AES128-GCM-SHA256 | one suite of six
            * | public | -tls1_2 -cipher ECDHE-RSA-AES256-GCM-SHA384    | ECDHE-RSA-AES256-GCM-SHA384 | one suite of six
            * | public | -tls1_2 -cipher ECDHE-RSA-CHACHA20-POLY1305    | ECDHE-RSA-CHACHA20-POLY1305 | one suite of six
            * | public | -tls1_2 -cipher AES128-GCM-SHA256              | !                       | no suite without forward secrecy
            * | public | -tls1_2 -cipher ECDHE-ECDSA-AES128-SHA         | !                       | no CBC
            * | public | -tls1_2 -cipher ECDHE-RSA-AES256-SHA384        | !                       | no CBC, whatever the hash
            * | public | -tls1_2 -cipher DHE-RSA-AES128-GCM-SHA256      | !                       | no finite-field Diffie-Hellman
            * | public | -tls1_2 -cipher ECDHE-ECDSA-AES128-GCM-SHA256 -curves P-521 | !           | a group that is not offered
            * | public | -tls1_2 -cipher aNULL@SECLEVEL=0               | !                       | no anonymous suites
            * | public | -tls1_2                                        | Compression: NONE       | no compression
            * | public | -tls1_2                                        | Secure Renegotiation IS supported | RFC 5746
            * | public | -tls1_3                                        | Max Early Data: 0       | no early data
            BORINGSSL | public | -tls1_2 -fallback_scsv                 | !                       | a downgrade is noticed (RFC 7507)
            * | public | -tls1_3 -sigalgs ECDSA+SHA256                  | Peer signature type: ECDSA         | ECDSA for who knows only that
            * | public | -tls1_3 -sigalgs RSA-PSS+SHA256                | Peer signature type: RSA-PSS | RSA for who knows only that
            * | public | -tls1_3                                        | Peer signature type: ECDSA | ECDSA for who knows both
            * | public | -tls1_2 -sigalgs RSA+SHA256                    | Peer signature type: RSA | RSA with TLS 1.2
            * | public | -tls1_2                                        | Peer signature type: ECDSA | ECDSA with TLS 1.2
            * | public | -tls1_3 -sigalgs ed25519                       | !                       | no common signature
            * | public | -alpn http/1.1                                 | ALPN protocol: http/1.1 | ours
            * | public | -alpn spdy/3,http/1.1                          | ALPN protocol: http/1.1 | one of two is ours
            * | public | -alpn spdy/3                                   | !alert number 120       | none is ours: no_application_protocol
            * | public | -tls1_2 -alpn spdy/3                           | !alert number 120       | none is ours, with TLS 1.2
            * | public | -tls1_3                                        | No ALPN negotiated      | none is asked for
            * | public | -servername example.com                        | subject=CN = example.com | the name itself
            * | public | -servername EXAMPLE.com                        | subject=CN = example.com | the name, in capitals
            * | public | -servername www.example.com -verify_hostname www.example.com | subject=CN = example.com | a wildcard
            * | public | -servername other.example                      | subject=CN = other.example | another certificate
            * | public | -servername a.b.example.com                    | subject=CN = example.com | a wildcard is for one label: the default
            * | public | -servername unknown.example                    | subject=CN = example.com | unknown: the default
            * | public | -noservername                                  | subject=CN = example.com | none: the default
            * | strict | -servername www.example.com                    | subject=CN = example.com | strict: a wildcard
            * | strict | -servername other.example                      | subject=CN = other.example | strict: the name itself
            * | strict | -servername unknown.example                    | !alert number 112       | strict: unrecognized_name
            * | strict | -servername a.b.example.com                    | !alert number 112       | strict: a wildcard is for one label
            * | strict | -noservername                                  | !alert number 112       | strict: none
            """)
    void aScannerSees(String engine, String listener, String arguments, String expected, String why) {
        for (TlsEngine one : TlsEngine.values()) {
            if (engine.equals("*") || engine.equals(one.name())) {
                OpensslClient seen = scan(one, listener, arguments, OpensslClient.GET);
                boolean accepted = !expected.startsWith("!");
                assertThat(seen.output().contains("HTTP/1.1 "))
                        .as("%s, %s: %s", one, why, seen.output())
                        .isEqualTo(accepted);
                assertThat(seen.output()).as(one + ", " + why).contains(accepted ? expected : expected.substring(1));
                assertThat(seen.output()).as(one + " says goodbye").doesNotContain("unexpected eof");
            }
        }
    }

    private static OpensslClient scan(TlsEngine engine, String listener, String arguments, String input) {
        List<String> all = new ArrayList<>(List.of(arguments.split(" ")));
        all.addAll(List.of("-CAfile", folder.resolve("ca.pem").toString(), "-verify_return_error", "-ign_eof"));
        if (!arguments.contains("servername")) {
            all.addAll(List.of("-servername", "example.com"));
        }
        TestGateway gateway = java.util.Objects.requireNonNull(GATEWAYS.get(engine));
        return OpensslClient.run(gateway.address(listener), input, all);
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void http2IsChosenWhateverTheClientLikesBetter(TlsEngine engine) {
        for (String offered : new String[] {"h2,http/1.1", "http/1.1,h2"}) {
            assertThat(scan(engine, "public", "-alpn " + offered, "").output()).contains("ALPN protocol: h2");
        }
    }

    @ParameterizedTest
    @EnumSource(TlsEngine.class)
    void aClientCannotNegotiateAgain(TlsEngine engine) {
        TestGateway gateway = java.util.Objects.requireNonNull(GATEWAYS.get(engine));
        OpensslClient seen = OpensslClient.run(
                gateway.address("public"),
                "R\n",
                List.of(
                        "-tls1_2",
                        "-servername",
                        "example.com",
                        "-CAfile",
                        folder.resolve("ca.pem").toString()));
        assertThat(seen.output()).contains("RENEGOTIATING").doesNotContain("HTTP/1.1");
        assertThat(seen.output())
                .contains(engine == TlsEngine.JDK ? "alert handshake failure" : "alert no renegotiation");
    }
}
