package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.Filter;
import io.weir.node.state.FilterContext;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import io.weir.protocol.http.Problem;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter that has to see the whole body before it decides. */
@ExtendWith(NoLeaks.class)
final class CollectedBodiesTest {
    private static final int MOST = 1000;
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
    private static final Problem BAD = Problem.of(422, "bad-word", "The body has a bad word");

    /** Refuses bodies with "bad" in them, on another thread for those with "slow". */
    private static final class Reader implements Filter {
        final List<String> seen = new CopyOnWriteArrayList<>();

        @Override
        public Outcome onRequest(FilterContext exchange) {
            Outcome outcome = exchange.collectBody(MOST, () -> later(exchange));
            return outcome == Outcome.CONTINUE ? judge(exchange) : outcome;
        }

        private void later(FilterContext exchange) {
            if (text(exchange).contains("slow")) {
                CompletableFuture.runAsync(() -> exchange.loop().execute(() -> exchange.resume(judge(exchange))));
            } else {
                exchange.resume(judge(exchange));
            }
        }

        private Outcome judge(FilterContext exchange) {
            String text = text(exchange);
            seen.add(text);
            if (text.contains("bad")) {
                exchange.deny(BAD);
                return Outcome.ANSWERED;
            }
            return Outcome.CONTINUE;
        }

        private static String text(FilterContext exchange) {
            return new String(Objects.requireNonNull(exchange.body()), StandardCharsets.ISO_8859_1);
        }
    }

    private final Reader reader = new Reader();

    private static String post(String fields, String body) {
        return "POST /a HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
    }

    private TestGateway gateway(Documents document) {
        return TestGateway.filtering(reader, document.toString());
    }

    @Test
    void aBodyIsSeenWholeAndForwardedUnchanged() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(Documents.to(backend));
                WireClient client = gateway.client()) {
            client.send(post("Content-Length: 5\r\n", "hello")).answer();
            assertThat(backend.request().field("Content-Length")).contains("5");
            assertThat(backend.request().body()).isEqualTo("hello");
            client.send(post(CHUNKED, "5;ext=\"1\"\r\nhello\r\n06\r\n slow!\r\n0\r\nDigest: x\r\n\r\n"))
                    .answer();
            assertThat(backend.request().values("Transfer-Encoding")).containsExactly("chunked");
            assertThat(backend.request().body()).isEqualTo("hello slow!");
            assertThat(backend.request().trailers()).containsExactly("Digest: x");
            assertThat(client.get("/none").body()).as("no body at all").isEqualTo("ok");
            assertThat(reader.seen).containsExactly("hello", "hello slow!", "");
            Await.until(() -> "all recorded", () -> gateway.ended().size() == 3);
            assertThat(gateway.ended().get(1).bytesIn()).as("without framing").isEqualTo(11);
        }
    }

    @Test
    void aBodyInPiecesIsWaitedForAndWhatFollowsIsTheNextRequest() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(Documents.to(backend));
                WireClient client = gateway.client()) {
            client.send(post("Content-Length: 10\r\n", "hel"));
            client.send("lo slo");
            client.send("w" + post("Content-Length: 2\r\n", "hi") + post("Content-Length: 3\r\n", "bad"));
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(client.answer().body()).isEqualTo("ok");
            assertThat(client.answer().problem()).isEqualTo("bad-word");
            assertThat(client.get("/").body()).as("the connection stays").isEqualTo("ok");
            assertThat(backend.requests()).extracting(WireMessage::body).containsExactly("hello slow", "hi", "");
        }
    }

    @Test
    void aClientThatHoldsItsBodyBackIsToldToSendIt() {
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(Documents.to(backend));
                WireClient client = gateway.client()) {
            client.send(post("Content-Length: 3\r\nExpect: 100-continue\r\n", ""));
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send("bad").answer().status()).isEqualTo(422);
            client.send(post("Content-Length: 3000\r\nExpect: 100-continue\r\n", ""));
            assertThat(client.answer().status()).as("told before it sends").isEqualTo(413);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"by its length", "in one chunk", "in chunks", "by the chunks' framing"})
    void aBodyThatIsTooLargeIsRefusedBeforeTheBackendHearsOfIt(String how) {
        String request =
                switch (how) {
                    case "by its length" -> post("Content-Length: 1001\r\n", "x".repeat(1001));
                    case "in one chunk" -> post(CHUNKED, "3e9\r\n" + "x".repeat(1001));
                    case "in chunks" -> post(CHUNKED, ("64\r\n" + "x".repeat(100) + "\r\n").repeat(11));
                    default -> post(CHUNKED, ("1;" + "e".repeat(250) + "\r\nx\r\n").repeat(200));
                };
        try (TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(Documents.to(backend));
                WireClient client = gateway.client()) {
            assertThat(client.send(request).answer().problem()).isEqualTo("body-too-large");
            assertThat(backend.requests()).isEmpty();
        }
    }

    @Test
    void whatIsNotInChunksAfterAllIsABadRequest() {
        try (TestGateway gateway = gateway(Documents.toAddresses("127.0.0.1:1"));
                WireClient client = gateway.client()) {
            assertThat(client.send(post(CHUNKED, "5\r\nhelloworld")).answer().problem())
                    .isEqualTo("bad-request");
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    @Test
    void aBodyThatDoesNotComeEndsWithATimeOut() {
        try (TestGateway gateway = gateway(Documents.toAddresses("127.0.0.1:1").listener("timeouts: { body: 50ms }"));
                WireClient client = gateway.client()) {
            assertThat(client.send(post("Content-Length: 5\r\n", "he")).answer().problem())
                    .isEqualTo("request-timeout");
            assertThat(reader.seen).isEmpty();
        }
    }

    @Test
    void aClientThatLeavesMeanwhileLeavesNothingBehind() {
        try (TestGateway gateway = gateway(Documents.toAddresses("127.0.0.1:1"))) {
            WireClient client = gateway.client();
            client.send(post("Content-Length: 5\r\n", "he"));
            Await.until(() -> "connected", () -> gateway.connections() == 1);
            client.close();
            Await.until(() -> "recorded", () -> gateway.ended().size() == 1);
            assertThat(reader.seen).isEmpty();
        }
    }

    @Test
    void anotherEndpointGetsTheBodyAgainWhateverItsSize() {
        String body = "x".repeat(MOST);
        try (TestBackend broken = TestBackend.playing(connection -> connection.request());
                TestBackend backend = TestBackend.saying("ok");
                TestGateway gateway = gateway(Documents.to(broken, backend));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                String put = "PUT /a HTTP/1.1\r\nHost: a\r\nContent-Length: " + MOST + "\r\n\r\n" + body;
                assertThat(client.send(put).answer().body()).isEqualTo("ok");
            }
            assertThat(broken.requests()).isNotEmpty();
            assertThat(backend.requests()).extracting(WireMessage::body).containsExactly(body, body, body, body);
        }
    }
}
