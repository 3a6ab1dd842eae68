package io.weir.node.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A real ACME server (Let's Encrypt's for tests), as a process, with a DNS in which every name is 127.0.0.1. It checks
 * challenges for real, refuses some nonces that are good, and {@code blocked.example.com}. {@code ./weir test} installs it.
 */
public final class Pebble implements AutoCloseable {
    /** What an external account may be bound with, where it is asked for: {@link #KEY_ID} and {@link #MAC}. */
    public static final String KEY_ID = "kid-1";

    public static final String MAC = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

    /** How long certificates are good. */
    public static final int VALIDITY_SECONDS = 3600;

    private final TestCa authority = TestCa.root("who vouches for the ACME server");
    private final Path folder;
    private final List<Integer> ports = Ports.lasting(3);
    private final List<Process> processes = new ArrayList<>();
    private SSLContext trusting = authority.trusting();

    /** Its address is known, and {@code acme-ca.pem} in the folder vouches for it; it does not run yet. */
    public Pebble(Path folder) {
        this.folder = folder;
        authority
                .leaf("localhost")
                .hosts("localhost")
                .addresses("127.0.0.1")
                .issue()
                .write(folder, "acme");
        try {
            Files.writeString(folder.resolve("acme-ca.pem"), authority.pem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String directory() {
        return "https://localhost:" + ports.get(0) + "/dir";
    }

    /**
     * Starts it; what it knew before is forgotten. Returns when it answers.
     *
     * @param httpPort where it asks for texts of http-01
     * @param tlsPort where it shakes hands for tls-alpn-01
     * @param bound whether accounts must be bound to external ones
     */
    public Pebble start(int httpPort, int tlsPort, boolean bound) {
        close();
        String dns = "127.0.0.1:" + ports.get(2);
        run(
                Map.of(),
                "pebble-challtestsrv",
                "-dns01",
                dns,
                "-http01=",
                "-https01=",
                "-tlsalpn01=",
                "-management=",
                "-defaultIPv6=");
        try {
            Files.writeString(folder.resolve("acme.json"), config(httpPort, tlsPort, bound));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(
                Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "20", "PEBBLE_AUTHZREUSE", "0"),
                "pebble",
                "-config",
                folder.resolve("acme.json").toString(),
                "-dnsserver",
                dns);
        trusting = trusting(awaitRoot());
        return this;
    }

    private String config(int httpPort, int tlsPort, boolean bound) {
        return """
            {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
              "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": %d, "ocspResponderURL": "",
              "externalAccountBindingRequired": %b, "externalAccountMACKeys": {"%s": "%s"},
              "domainBlocklist": ["blocked.example.com"], "certificateValidityPeriod": %d}}
            """
                .formatted(
                        ports.get(0),
                        ports.get(1),
                        folder.resolve("acme.pem"),
                        folder.resolve("acme.key"),
                        httpPort,
                        tlsPort,
                        bound,
                        KEY_ID,
                        MAC,
                        VALIDITY_SECONDS);
    }

    private void run(Map<String, String> environment, String... command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        builder.environment().putAll(environment);
        try {
            processes.add(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(command[0] + " is needed (./weir test installs it)", e);
        }
    }

    private Path log() {
        return folder.resolve("acme.log");
    }

    private String awaitRoot() {
        HttpClient client =
                HttpClient.newBuilder().sslContext(authority.trusting()).build();
        HttpRequest request = HttpRequest.newBuilder(URI.create("https://localhost:" + ports.get(1) + "/roots/0"))
                .timeout(Duration.ofSeconds(5))
                .build();
        List<String> root = new ArrayList<>();
        Await.until(() -> "the ACME server answers: " + output(), () -> {
            if (!processes.stream().allMatch(Process::isAlive)) {
                throw new AssertionError("the ACME server has ended: " + output());
            }
            try {
                root.add(client.send(request, HttpResponse.BodyHandlers.ofString())
                        .body());
                return true;
            } catch (IOException e) {
                return false;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        });
        return root.get(0);
    }

    private static SSLContext trusting(String root) {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, null);
            anchors.setCertificateEntry(
                    "root",
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(
                                    root.getBytes(java.nio.charset.StandardCharsets.US_ASCII))));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(anchors);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For clients that trust what it issues. */
    public SSLContext trusting() {
        return trusting;
    }

    /** How often this stands in what it has logged since it was made. */
    public int logged(String text) {
        return output().split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }

    private String output() {
        try {
            return Files.readString(log());
        } catch (IOException e) {
            return "(no output: " + e + ")";
        }
    }

    @Override
    public void close() {
        for (Process process : processes) {
            process.destroyForcibly();
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        processes.clear();
    }
}
