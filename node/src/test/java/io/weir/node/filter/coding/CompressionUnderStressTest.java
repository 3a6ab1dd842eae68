package io.weir.node.filter.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that leave or are slow, many at once, other policies beside it, and a client that others wrote. */
@ExtendWith(NoLeaks.class)
final class CompressionUnderStressTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n";
    private static final String CHUNKED = HEAD + "Transfer-Encoding: chunked\r\n\r\n";
    private static final int MOST_AT_WORK = 256;

    private static TestGateway gateway(TestBackend backend, String policies, String names) {
        return TestGateway.single(Documents.to(backend)
                .listener("protocols: [http/1.1, h2c]")
                .route("policies: [" + names + "]")
                .more("policies: [ " + policies + " ]")
                .toString());
    }

    private static TestGateway gateway(TestBackend backend) {
        return gateway(backend, "{ name: small, compress: {} }", "small");
    }

    private static String noise(int length) {
        Random random = new Random(1);
        StringBuilder noise = new StringBuilder(length);
        while (noise.length() < length) {
            noise.append((char) (' ' + random.nextInt(90)));
        }
        return noise.toString();
    }

    /** What has been begun is ended, whoever leaves: else no more than so many would ever be compressed. */
    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void whoLeavesLeavesNothingBehind(String coding) {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(CHUNKED + "5\r\nhello\r\n");
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend)) {
            for (int i = 0; i <= MOST_AT_WORK; i++) {
                try (WireClient client = gateway.client()) {
                    client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + coding + "\r\n\r\n");
                    assertThat(client.head().values("Content-Encoding"))
                            .as("the %d.", i)
                            .containsExactly(coding);
                }
                if (i % 32 == 0) {
                    Await.until(() -> "gone", () -> gateway.connections() == 0 && gateway.inFlight() == 0);
                }
            }
        }
    }

    @Test
    void whatWouldBeTooMuchAtOnceGoesOutAsItIs() {
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(CHUNKED + "5\r\nhello\r\n");
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend);
                FrameClient many = FrameClient.plain(gateway.address("public"))) {
            List<FrameClient> clients = new ArrayList<>(List.of(many));
            for (int i = 0; i < MOST_AT_WORK; i++) {
                if (i % 64 == 63) {
                    clients.add(FrameClient.plain(gateway.address("public")));
                }
                FrameClient one = clients.get(clients.size() - 1);
                int stream = one.get("/", "accept-encoding", "gzip");
                assertThat(value(one.head(stream), "content-encoding")).isEqualTo("gzip");
            }
            int stream = many.get("/", "accept-encoding", "gzip");
            FrameClient.Answer plain = many.bytes(stream, 5);
            assertThat(value(plain, "content-encoding")).isEmpty();
            assertThat(value(plain, "vary")).isEqualTo("Accept-Encoding");
            assertThat(plain.body()).isEqualTo("hello");
            clients.forEach(FrameClient::close);
            Await.until(() -> "gone", () -> gateway.inFlight() == 0);
        }
    }

    private static String value(FrameClient.Answer answer, String name) {
        return answer.head().fields().stream()
                .filter(field -> field.getKey().equals(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void aSlowClientHoldsTheBackend(String coding) {
        AtomicLong written = new AtomicLong();
        String noise = noise(1_000_000); // nothing comes again within a compressor's window
        int block = 100_000;
        int blocks = 600;
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(HEAD + "Content-Length: " + blocks * block + "\r\n\r\n");
                    for (int i = 0; i < blocks; i++) {
                        connection.write(noise.substring(i % 10 * block, (i % 10 + 1) * block));
                        written.addAndGet(block);
                    }
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend)) {
            try (WireClient client = new WireClient(gateway.address("public"), 64 * 1024)) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\nAccept-Encoding: " + coding + "\r\n\r\n");
                assertThat(client.head().values("Content-Encoding")).containsExactly(coding);
                long[] last = {-1};
                int[] still = {0};
                Await.until(() -> "settled at " + last[0], () -> {
                    still[0] = written.get() == last[0] ? still[0] + 1 : 0;
                    last[0] = written.get();
                    return still[0] == 40 && last[0] > 0;
                });
                assertThat(last[0]).isLessThan(30_000_000);
            }
            Await.until(() -> "gone", () -> gateway.inFlight() == 0 && backend.open() == 0);
        }
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "br,   --http1.1",
        "zstd, --http1.1",
        "gzip, --http1.1",
        "br,   --http2-prior-knowledge",
        "zstd, --http2-prior-knowledge",
        "gzip, --http2-prior-knowledge",
    })
    void curlReadsWhatWasCompressed(String coding, String version, @TempDir Path folder) throws Exception {
        String text = "{\"name\":\"weir\"}\n".repeat(30_000) + noise(100_000);
        try (TestBackend backend = TestBackend.answering(
                        request -> HEAD + "Content-Length: " + text.length() + "\r\n\r\n" + text);
                TestGateway gateway = gateway(backend)) {
            Path body = folder.resolve("body");
            Path head = folder.resolve("head");
            String url = "http://127.0.0.1:" + gateway.address("public").getPort() + "/";
            List<String> command = new ArrayList<>(List.of("curl", "-sS", "--compressed", version));
            command.addAll(List.of("-H", "Accept-Encoding: " + coding, "-D", "" + head, "-o", "" + body, url));
            Process curl = new ProcessBuilder(command).inheritIO().start();
            assertThat(curl.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(curl.exitValue()).isZero();
            assertThat(Files.readString(head).toLowerCase(Locale.ROOT)).contains("content-encoding: " + coding);
            assertThat(Files.readString(body, StandardCharsets.ISO_8859_1)).isEqualTo(text);
        }
    }

    /** The cache stands outside: it stores what clients get, and asks with the tags that they know. */
    @Test
    void theCacheKeepsEachCodingAndAsksWhetherItStillHolds() {
        AtomicInteger asked = new AtomicInteger();
        String text = "hello ".repeat(1_000);
        try (TestBackend backend = TestBackend.answering(request -> {
                    asked.incrementAndGet();
                    String same = "ETag: \"a\"\r\nCache-Control: max-age=0, must-revalidate\r\n";
                    return request.values("If-None-Match").contains("W/\"a\"")
                            ? "HTTP/1.1 304 Not Modified\r\n" + same + "\r\n"
                            : HEAD + same + "Content-Length: " + text.length() + "\r\n\r\n" + text;
                });
                TestGateway gateway = gateway(
                        backend,
                        "{ name: small, compress: {} }, { name: kept, cache: { memory: 4MiB } }",
                        "small, kept");
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                WireMessage got = client.get("/", "Accept-Encoding: br\r\n");
                assertThat(got.values("Content-Encoding")).containsExactly("br");
                assertThat(got.values("ETag")).containsExactly("W/\"a\"");
                assertThat(got.values("Vary")).containsExactly("Accept-Encoding");
                assertThat(Plain.of("br", got.body())).isEqualTo(text);
            }
            assertThat(asked).hasValue(3);
            WireMessage own = client.get("/", "Accept-Encoding: br\r\nIf-None-Match: W/\"a\"\r\n");
            assertThat(own.status()).isEqualTo(304);
            assertThat(own.values("ETag")).containsExactly("W/\"a\"");
            WireMessage plain = client.get("/", "Accept-Encoding: identity\r\n");
            assertThat(plain.values("Content-Encoding")).isEmpty();
            assertThat(plain.body()).isEqualTo(text);
        }
    }

    @Test
    void whatIsFetchedInTheBackgroundIsCompressedToo() {
        AtomicInteger asked = new AtomicInteger();
        try (TestBackend backend = TestBackend.answering(request -> {
                    String text = (asked.incrementAndGet() + " hello ").repeat(500);
                    return HEAD + "Cache-Control: max-age=0, stale-while-revalidate=60\r\nContent-Length: "
                            + text.length() + "\r\n\r\n" + text;
                });
                TestGateway gateway = gateway(
                        backend,
                        "{ name: small, compress: {} }, { name: kept, cache: { memory: 4MiB } }",
                        "small, kept");
                WireClient client = gateway.client()) {
            client.get("/", "Accept-Encoding: gzip\r\n");
            Await.until(() -> "the second, from the background", () -> {
                WireMessage got = client.get("/", "Accept-Encoding: gzip\r\n");
                assertThat(got.values("Content-Encoding")).containsExactly("gzip");
                return Plain.of("gzip", got.body()).startsWith("2") || asked.get() > 2;
            });
        }
    }
}
