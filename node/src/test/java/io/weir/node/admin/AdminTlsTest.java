package io.weir.node.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.weir.config.formation.NodeSettings;
import io.weir.config.formation.NodeSettings.AdminClients;
import io.weir.config.model.HostPort;
import io.weir.node.control.access.AdminTls;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdminTlsTest {
    private static final TestCa SERVERS = TestCa.root("servers");
    private static final TestCa CLIENTS = TestCa.root("clients");
    private static final AdminClients WHO = new AdminClients(
            List.of("monitor.example.com", "uri:unused"),
            List.of("spiffe://example.com/operator"),
            List.of("CN=Boss,O=Acme"));

    @TempDir
    private Path folder;

    private final FakeNode node = new FakeNode();
    private AdminClient admin;

    @BeforeEach
    void start() throws Exception {
        write(SERVERS.leaf("localhost").addresses("127.0.0.1").issue());
        Files.writeString(folder.resolve("clients.pem"), CLIENTS.pem());
        admin = serve(false);
    }

    @AfterEach
    void stop() {
        admin.close();
    }

    private AdminClient serve(boolean required) throws IOException {
        NodeSettings.AdminTls tls = new NodeSettings.AdminTls(
                folder.resolve("admin.pem"),
                folder.resolve("admin.key"),
                Optional.of(folder.resolve("clients.pem")),
                required,
                WHO);
        NodeSettings.Admin settings = new NodeSettings.Admin(
                new HostPort("127.0.0.1", 0), folder.resolve("token"), List.of(), Optional.of(tls), Optional.empty());
        return AdminClient.of(
                node,
                AdminListening.of(
                        settings, AdminToken.of(AdminClient.TOKEN), Optional.of(AdminTls.of(tls, Duration.ZERO))));
    }

    @Test
    void theTokenGoesOverTlsAndNothingGoesInTheClear() throws Exception {
        assertThat(get(SERVERS.trusting(), "/v1/cluster", true)).isEqualTo(200);
        assertThat(get(SERVERS.trusting(), "/v1/cluster", false)).isEqualTo(401);
        assertThatThrownBy(() -> get(TestCa.root("others").trusting(), "/v1/cluster", true))
                .isInstanceOf(SSLHandshakeException.class);
        try (Socket plain = new Socket("127.0.0.1", admin.address().port())) {
            plain.getOutputStream()
                    .write("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = plain.getInputStream().readAllBytes();
            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/1.1 200");
        }
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, true", "TLSv1.2, true", "TLSv1.1, false", "TLSv1, false"})
    void onlyProtocolsThatAreSafeAreSpoken(String protocol, boolean spoken) throws Exception {
        try (SSLSocket socket = (SSLSocket) SERVERS.trusting()
                .getSocketFactory()
                .createSocket("127.0.0.1", admin.address().port())) {
            socket.setEnabledProtocols(new String[] {protocol});
            assertThat(shakes(socket)).isEqualTo(spoken);
        }
    }

    private static boolean shakes(SSLSocket socket) {
        try {
            socket.startHandshake();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @ParameterizedTest(name = "{0} -> read {1}, drain {2}, tokens {3}")
    @CsvSource({
        "viewer, 200, 403, 403",
        "operator, 200, 200, 403",
        "admin, 200, 200, 200",
        "stranger, 401, 401, 401",
    })
    void aClientCertificateHasTheRoleOfItsName(String who, int read, int drain, int tokens) throws Exception {
        TestCertificate own = client(who);
        SSLContext context = SERVERS.trusting(own);
        assertThat(get(context, "/v1/cluster", false)).isEqualTo(read);
        assertThat(get(context, "/v1/tokens", false)).isEqualTo(tokens);
        assertThat(drain(context)).isEqualTo(drain);
        if (drain == 401) {
            assertThat(node.audit.events)
                    .as("a certificate that gives no role is a wrong credential")
                    .hasSize(3)
                    .allSatisfy(event -> assertThat(event.outcome()).isEqualTo(401));
        }
        if (drain == 200) {
            assertThat(node.audit.events).last().satisfies(event -> assertThat(event.who())
                    .isEqualTo(who.equals("admin") ? "cn=boss,o=acme" : "spiffe://example.com/operator"));
        }
    }

    private static TestCertificate client(String who) {
        return switch (who) {
            case "viewer" -> CLIENTS.leaf("monitor.example.com").client().issue();
            case "operator" ->
                CLIENTS.leaf("x").uris("spiffe://example.com/operator").client().issue();
            case "admin" -> CLIENTS.leaf("x").subject("O=Acme,CN=Boss").client().issue();
            default -> CLIENTS.leaf("stranger.example.com").client().issue();
        };
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNoneWhateverItsName() {
        TestCertificate forged = TestCa.root("clients")
                .leaf("x")
                .subject("O=Acme,CN=Boss")
                .client()
                .issue();
        assertThat(statusOrNothing(SERVERS.trusting(forged))).isIn(0, 401);
    }

    private int statusOrNothing(SSLContext context) {
        try {
            return get(context, "/v1/tokens", false);
        } catch (Exception e) {
            return 0;
        }
    }

    @Test
    void whereACertificateIsRequiredATokenAloneIsNotEnoughButProbesAreAnswered() throws Exception {
        try (AdminClient strict = serve(true)) {
            admin.close();
            admin = strict;
            assertThat(get(SERVERS.trusting(), "/v1/cluster", true)).isEqualTo(403);
            assertThat(get(SERVERS.trusting(), "/health/ready", false)).isEqualTo(200);
            assertThat(get(SERVERS.trusting(client("stranger")), "/v1/cluster", true))
                    .isEqualTo(200);
            assertThat(get(SERVERS.trusting(client("viewer")), "/v1/cluster", false))
                    .isEqualTo(200);
        } finally {
            admin = serve(false);
        }
    }

    @Test
    void aNewCertificateIsShownToWhoeverComesAndABrokenFileChangesNothing() throws Exception {
        TestCa later = TestCa.root("later");
        write(later.leaf("localhost").addresses("127.0.0.1").issue());
        assertThat(get(later.trusting(), "/v1/cluster", true)).isEqualTo(200);
        Files.writeString(folder.resolve("admin.key"), "nonsense");
        assertThat(get(later.trusting(), "/v1/cluster", true)).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "admin.key | -----BEGIN NONSENSE----- | weir.admin.tls.key",
                "admin.pem | '' | weir.admin.tls.certificate has no certificate",
                "clients.pem | '' | weir.admin.tls.trust has no certificate",
                "admin.key | OTHER | is not the key of",
            })
    void filesThatCannotBeUsedStopTheNodeWithTheReason(String file, String content, String reason) throws Exception {
        String other = SERVERS.leaf("localhost").issue().keyPem();
        Files.writeString(folder.resolve(file), content.equals("OTHER") ? other : content);
        assertThatThrownBy(() -> serve(false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("NONSENSE");
    }

    @Test
    void curlComesInWithItsCertificate() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/curl"))).isTrue();
        TestCertificate own = client("operator");
        Files.writeString(folder.resolve("own.pem"), own.chainPem());
        Files.writeString(folder.resolve("own.key"), own.keyPem());
        Files.writeString(folder.resolve("ca.pem"), SERVERS.pem());
        Process curl = new ProcessBuilder(
                        "/usr/bin/curl",
                        "-sS",
                        "--max-time",
                        "20",
                        "--cacert",
                        folder.resolve("ca.pem").toString(),
                        "--cert",
                        folder.resolve("own.pem").toString(),
                        "--key",
                        folder.resolve("own.key").toString(),
                        "-w",
                        " %{http_code}",
                        url("/v1/cluster"))
                .redirectErrorStream(true)
                .start();
        String output = new String(curl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(output).endsWith(" 200").contains("node-1");
    }

    private void write(TestCertificate certificate) throws IOException {
        Files.writeString(folder.resolve("admin.pem"), certificate.chainPem());
        Files.writeString(folder.resolve("admin.key"), certificate.keyPem());
    }

    private String url(String path) {
        return "https://127.0.0.1:" + admin.address().port() + path;
    }

    private int get(SSLContext context, String path, boolean token) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
        if (token) {
            request.header("Authorization", "Bearer " + AdminClient.TOKEN);
        }
        return send(context, request);
    }

    private int drain(SSLContext context) throws Exception {
        return send(
                context,
                HttpRequest.newBuilder(URI.create(url("/v1/upstreams/orders/endpoints/127.0.0.1:9001/drain")))
                        .POST(BodyPublishers.noBody()));
    }

    private static int send(SSLContext context, HttpRequest.Builder request) throws Exception {
        return HttpClient.newBuilder()
                .sslContext(context)
                .build()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
