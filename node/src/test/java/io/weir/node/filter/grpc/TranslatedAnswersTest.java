package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.CallBackend;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import io.weir.protocol.grpc.GrpcFrames;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a translated answer when one of the sides is slow, or goes away. */
@ExtendWith(NoLeaks.class)
final class TranslatedAnswersTest {
    private static final String WATCH = "/v1/shelves/1/books:watch";
    private static final String MESSAGE =
            new String(GrpcFrames.frame(0, LibraryBackend.book("a")), StandardCharsets.ISO_8859_1);

    @TempDir
    static Path folder;

    @BeforeAll
    static void write() throws Exception {
        Files.write(folder.resolve("library.pb"), Library.bytes());
    }

    private static TestGateway gateway(String upstream, String... addresses) {
        return TestGateway.single(document("protocol: h2" + upstream, addresses));
    }

    private static String document(String upstream, String... addresses) {
        return Documents.toAddresses(addresses)
                .listener("protocols: [http/1.1, h2c]")
                .upstream(upstream)
                .route("policies: [library, web]")
                .more("policies: [{ name: library, transcode: { descriptors: \"file:" + folder
                        + "/library.pb\", services: [weir.test.Library] } }, { name: web, grpc-web: {} }]")
                .toString();
    }

    @Test
    void aClientOfHttp2IsAnsweredToo() {
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = gateway("", backend.address());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            FrameClient.Answer answer = client.answer(client.get("/v1/books/a"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("{\"title\":\"a 0\"}");
            FrameClient.Answer lost = client.answer(client.get("/v1/books/lost"));
            assertThat(lost.status()).isEqualTo(404);
            assertThat(lost.problem()).isEqualTo("call-failed");
            FrameClient.Answer stream = client.answer(client.get(WATCH + "?page.page_size=2"));
            assertThat(stream.body()).isEqualTo("{\"title\":\"book 1\"}\n{\"title\":\"book 2\"}\n");
            assertThat(stream.heads()).hasSize(1);
        }
    }

    /** A custom rule may be one for HEAD: a body in the answer would be taken for the next answer (RFC 9112 §6.3). */
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"/v1/find/a", "/v1/find/lost"})
    void anAnswerToHeadHasNoBody(String path) throws Exception {
        String descriptors = new String(Library.bytes(), StandardCharsets.ISO_8859_1).replace("FIND", "HEAD");
        Files.writeString(folder.resolve("head.pb"), descriptors, StandardCharsets.ISO_8859_1);
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = TestGateway.single(
                        document("protocol: h2", backend.address()).replace("library.pb", "head.pb"));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                client.send("HEAD " + path + " HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
                assertThat(client.get("/v1/books/a").body()).isEqualTo("{\"title\":\"a 0\"}");
            }
            try (FrameClient frames = FrameClient.plain(gateway.address("public"))) {
                FrameClient.Answer head = frames.answer(frames.request("HEAD", path, true));
                assertThat(head.isWhole()).isTrue();
                assertThat(head.body()).isEmpty();
            }
        }
    }

    @Test
    void callsAreRecordedAsWhatTheyAre() {
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = gateway("", backend.address());
                WireClient client = gateway.client()) {
            client.get("/v1/books/a");
            client.get("/v1/books/lost");
            client.get("/v1/shelves/lost/books:watch?page.page_size=1");
            client.get("/v1/books/a?x=1");
            client.send("POST /weir.test.Library/GetBook HTTP/1.1\r\nHost: a\r\n"
                            + "Content-Type: application/grpc-web\r\nContent-Length: 5\r\n\r\n\0\0\0\0\0")
                    .answer();
            Await.until(() -> "recorded", () -> gateway.ended().size() == 5);
            assertThat(gateway.ended())
                    .extracting(one -> one.status() + " " + one.callTarget() + " " + one.code())
                    .containsExactly(
                            "200 /weir.test.Library/GetBook OK",
                            "404 /weir.test.Library/GetBook NOT_FOUND",
                            "200 /weir.test.Library/WatchBooks ABORTED",
                            "400 null null",
                            "200 null OK");
        }
    }

    @Test
    void aClientOfHttp10IsAnsweredToo() {
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = gateway("", backend.address());
                WireClient client = gateway.client()) {
            String answer = client.send("GET " + WATCH + "?page.page_size=2 HTTP/1.0\r\n\r\n")
                    .toTheEnd();
            assertThat(answer).endsWith("\r\n\r\n{\"title\":\"book 1\"}\n{\"title\":\"book 2\"}\n");
        }
    }

    @Test
    void aStreamThatIsNotReadStaysWithItsBackend() {
        AtomicBoolean held = new AtomicBoolean();
        AtomicInteger sent = new AtomicInteger();
        int all = 2_000;
        String title = "x".repeat(50_000);
        try (CallBackend backend = CallBackend.serving("weir.test.Library")
                        .streaming("WatchBooks", (request, to) -> whileReady(to, title, all, sent, held))
                        .start();
                TestGateway gateway = gateway("", backend.address());
                WireClient client = new WireClient(gateway.address("public"), 64 * 1024)) {
            client.send("GET " + WATCH + " HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> "held back", held::get);
            assertThat(sent.get()).isLessThan(all / 2);
            WireMessage answer = client.answer();
            assertThat(answer.body().length()).isEqualTo(all * ("{\"title\":\"\"}\n".length() + title.length()));
        }
    }

    /** Held: the backend is not ready any more, and has not been for a while. */
    private static void whileReady(
            StreamObserver<byte[]> to, String title, int all, AtomicInteger sent, AtomicBoolean held) {
        ServerCallStreamObserver<byte[]> call = (ServerCallStreamObserver<byte[]>) to;
        byte[] book = LibraryBackend.book(title);
        Runnable more = () -> {
            while (call.isReady() && sent.get() < all) {
                call.onNext(book);
                if (sent.incrementAndGet() == all) {
                    call.onCompleted();
                }
            }
            int now = sent.get();
            new Thread(() -> {
                        for (int i = 0; i < 40; i++) {
                            Await.briefly();
                        }
                        held.compareAndSet(false, sent.get() == now);
                    })
                    .start();
        };
        call.setOnReadyHandler(more);
    }

    @Test
    void aClientThatGoesAwayEndsTheCall() {
        int before = LibraryBackend.cancelled();
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = gateway("", backend.address())) {
            try (WireClient client = gateway.client()) {
                client.send("GET /v1/shelves/open/books:watch?page.page_size=1 HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(200);
            }
            Await.until(() -> "the call is cancelled", () -> LibraryBackend.cancelled() > before);
            Await.until(() -> "recorded", () -> gateway.ended().size() == 1);
        }
    }

    @Test
    void aClientOfHttp2ThatResetsEndsTheCall() {
        int before = LibraryBackend.cancelled();
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = gateway("", backend.address());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int stream = client.get("/v1/shelves/open/books:watch?page.page_size=1");
            assertThat(client.bytes(stream, 5).status()).isEqualTo(200);
            client.reset(stream, Http2Code.CANCEL);
            Await.until(() -> "the call is cancelled", () -> LibraryBackend.cancelled() > before);
            Await.until(() -> "recorded", () -> gateway.ended().size() == 1);
            assertThat(client.answer(client.get("/v1/books/a")).body()).isEqualTo("{\"title\":\"a 0\"}");
        }
    }

    @Test
    void backendsAreAskedAsGrpcHasIt() {
        FrameBackend frames = FrameBackend.answering(request -> {
            request.wire().headers(request.stream(), false, ":status", "200", "content-type", "application/grpc");
            request.wire().data(request.stream(), false, MESSAGE);
            request.wire().headers(request.stream(), true, "grpc-status", "0");
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway("", backend.address());
                WireClient client = gateway.client()) {
            String own =
                    "Accept: application/json\r\nContent-Digest: x\r\nTE: gzip, trailers\r\nConnection: TE\r\nX-A: 1\r\n";
            assertThat(client.get("/v1/books/a%20b?color=RED", own).body()).isEqualTo("{\"title\":\"a\"}");
            assertThat(frames.request().fields())
                    .containsEntry(":method", "POST")
                    .containsEntry(":path", "/weir.test.Library/GetBook")
                    .containsEntry("content-type", "application/grpc")
                    .containsEntry("te", "trailers")
                    .containsEntry("content-length", "12")
                    .containsEntry("x-a", "1")
                    .doesNotContainKeys("accept", "content-digest");
            client.send("POST /weir.test.Library/GetBook HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n"
                            + "Content-Type: application/grpc-web+proto\r\nContent-Length: 5\r\n\r\n\0\0\0\0\0")
                    .answer();
            assertThat(frames.request().fields())
                    .containsEntry(":path", "/weir.test.Library/GetBook")
                    .containsEntry("content-type", "application/grpc+proto")
                    .containsEntry("te", "trailers")
                    .containsEntry("content-length", "5");
        }
    }

    @Test
    void aBackendThatGoesAwayIsNoticed() {
        FrameBackend frames = FrameBackend.answering(request -> {
            request.wire().headers(request.stream(), false, ":status", "200", "content-type", "application/grpc");
            request.wire().data(request.stream(), false, MESSAGE);
            request.wire().reset(request.stream(), 2);
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway("", backend.address());
                WireClient json = gateway.client();
                WireClient other = gateway.client();
                WireClient web = gateway.client()) {
            String cut =
                    json.send("GET " + WATCH + " HTTP/1.1\r\nHost: a\r\n\r\n").toTheEnd();
            assertThat(cut)
                    .startsWith("HTTP/1.1 200")
                    .contains("{\"title\":\"a\"}\n")
                    .doesNotEndWith("0\r\n\r\n");
            assertThat(other.get("/v1/books/a").problem()).isEqualTo("connection-lost");
            WireMessage frame = web.send("POST /weir.test.Library/GetBook HTTP/1.1\r\nHost: a\r\n"
                            + "Content-Type: application/grpc-web\r\nContent-Length: 5\r\n\r\n\0\0\0\0\0")
                    .answer();
            assertThat(frame.body()).startsWith(MESSAGE).contains("grpc-status: 14\r\n");
        }
    }

    @Test
    void aBackendWithABadMessageIsLetGo() {
        FrameBackend frames = FrameBackend.answering(request -> {
            request.wire().headers(request.stream(), false, ":status", "200", "content-type", "application/grpc");
            request.wire().data(request.stream(), false, "\0\377\377\377\377and no end");
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway("", backend.address());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                WireMessage answer = client.get("/v1/books/a");
                assertThat(answer.status()).isEqualTo(502);
                assertThat(answer.body()).contains("larger than policies[].transcode.max-message");
            }
            Await.until(() -> "reset: " + frames.resets(), () -> frames.resets().size() == 3);
        }
    }

    @Test
    void aLargeAnswerIsWrittenElsewhere() {
        String title = "x".repeat(500_000);
        try (CallBackend backend = CallBackend.serving("weir.test.Library")
                        .unary("GetBook", (request, to) -> {
                            to.onNext(LibraryBackend.book(title));
                            to.onCompleted();
                        })
                        .start();
                TestGateway gateway = gateway("", backend.address());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/v1/books/a").body()).isEqualTo("{\"title\":\"" + title + "\"}");
            }
            // Some go away while theirs is being written.
            for (int i = 0; i < 50; i++) {
                try (WireClient hasty = gateway.client()) {
                    hasty.send("GET /v1/books/a HTTP/1.1\r\nHost: a\r\n\r\n");
                }
            }
            assertThat(client.get("/v1/books/a").status()).isEqualTo(200);
            Await.until(() -> "over", () -> gateway.connections() == 1);
            assertThat(client.get("/v1/books/a").status()).isEqualTo(200);
        }
    }

    /** Counts its calls and takes none. */
    private static CallBackend unavailable(AtomicInteger calls) {
        return CallBackend.serving("weir.test.Library")
                .unary("GetBook", (request, to) -> {
                    calls.incrementAndGet();
                    to.onError(io.grpc.Status.UNAVAILABLE.asRuntimeException());
                })
                .start();
    }

    @Test
    void aCallIsTriedAgainByItsStatus() {
        AtomicInteger calls = new AtomicInteger();
        try (CallBackend busy = unavailable(calls);
                CallBackend good = LibraryBackend.start();
                TestGateway gateway = gateway(", retry: { on: [503] }", busy.address(), good.address());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/v1/books/a").body()).isEqualTo("{\"title\":\"a 0\"}");
            }
            assertThat(calls.get()).isPositive();
        }
    }

    @Test
    void aCallFromTheWebIsTriedAgainByItsCode() {
        AtomicInteger calls = new AtomicInteger();
        try (CallBackend busy = unavailable(calls);
                CallBackend good = LibraryBackend.start();
                TestGateway gateway = gateway(", retry: { on: [grpc-unavailable] }", busy.address(), good.address());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                WireMessage answer = client.send("POST /weir.test.Library/GetBook HTTP/1.1\r\nHost: a\r\n"
                                + "Content-Type: application/grpc-web\r\nContent-Length: 5\r\n\r\n\0\0\0\0\0")
                        .answer();
                assertThat(answer.body()).contains("grpc-status: 0\r\n");
            }
            assertThat(calls.get()).isPositive();
        }
    }

    /** What {@code auto} may come to: an endpoint that agrees to HTTP/1.1 alone. */
    @Test
    void aBackendOfHttp11MayAnswerInChunksWithTrailers() throws Exception {
        TestCa authority = TestCa.root("Backends");
        Files.writeString(folder.resolve("ca.pem"), authority.pem());
        String chunked = WireMessage.lines(
                "HTTP/1.1 200 OK",
                "Content-Type: application/grpc",
                "Transfer-Encoding: chunked",
                "",
                "3",
                MESSAGE.substring(0, 3),
                Integer.toHexString(MESSAGE.length() - 3),
                MESSAGE.substring(3),
                "0",
                "grpc-status: 0",
                "");
        try (TestBackend backend = TestBackend.secure(
                        authority.trusting(
                                authority.leaf("b").addresses("127.0.0.1").issue()),
                        connection -> connection.answerAll(request -> chunked));
                TestGateway gateway = TestGateway.start(document(
                        "protocol: auto, tls: { trust: \"file:" + folder.resolve("ca.pem") + "\" }",
                        backend.address()));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/v1/books/a").body()).isEqualTo("{\"title\":\"a\"}");
            }
            assertThat(client.get(WATCH).body()).isEqualTo("{\"title\":\"a\"}\n");
            WireMessage asked = backend.request();
            assertThat(asked.start()).isEqualTo("POST /weir.test.Library/WatchBooks HTTP/1.1");
            assertThat(asked.field("Content-Length"))
                    .contains(String.valueOf(asked.body().length()));
        }
    }

    private static String echo(String... lines) {
        String head = WireMessage.lines("POST /v1/echo HTTP/1.1", "Host: a", "Content-Type: application/json");
        return head + WireMessage.lines(lines) + "\r\n";
    }

    @Test
    void aBodyInChunksBecomesAMessage() {
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = gateway("", backend.address());
                WireClient client = gateway.client()) {
            String head = echo("Transfer-Encoding: chunked");
            String chunks = WireMessage.lines("5", "{\"int", "10", "32Field\": 12345}", "0") + "\r\n";
            WireMessage answer = client.send(head + chunks).answer();
            assertThat(answer.body()).isEqualTo("{\"int32Field\":12345}");
            assertThat(client.get("/v1/books/a").body()).isEqualTo("{\"title\":\"a 0\"}");
        }
    }

    @Test
    void aClientMayWaitToBeAskedForItsBody() {
        try (CallBackend backend = LibraryBackend.start();
                TestGateway gateway = gateway("", backend.address());
                WireClient client = gateway.client()) {
            client.send(echo("Content-Length: 2", "Expect: 100-continue"));
            assertThat(client.head().status()).isEqualTo(100);
            assertThat(client.send("{}").answer().body()).isEqualTo("{}");
        }
    }
}
