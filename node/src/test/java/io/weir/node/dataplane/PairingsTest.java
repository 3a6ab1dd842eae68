package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificate;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every client's protocol with every backend's: the same requests have the same answers, and ends are ends. */
@ExtendWith(NoLeaks.class)
final class PairingsTest {
    private static final TestCa CA = TestCa.root("Backends");
    private static final TestCertificate GOOD =
            CA.leaf("localhost").addresses("127.0.0.1").issue();
    private static final TestCertificate SHOWN =
            CA.leaf("localhost").hosts("localhost", "example.com", "a").issue();

    @TempDir
    Path folder;

    @BeforeEach
    void writeTrust() throws IOException {
        Files.writeString(folder.resolve("ca.pem"), CA.pem());
    }

    /** What clients speak. */
    private enum Down {
        HTTP_1_1,
        H2C,
        H2
    }

    /** What backends speak. */
    private enum Up {
        HTTP_1_1,
        H2C,
        H2
    }

    /** How an answer looked to a client, whatever it spoke. */
    private record Seen(int status, String body, String trailers, boolean whole) {}

    /** One request and what is to come of it; {@code whole}: the answer's end is to be seen. */
    private record Case(String method, String path, String body, boolean chunked, String trailers, Seen seen) {
        @Override
        public String toString() {
            return method + " " + path + (chunked ? " in parts" : "") + (trailers.isEmpty() ? "" : " with trailers");
        }
    }

    private static Case get(String path, int status, String body, String trailers) {
        return new Case("GET", path, "", false, "", new Seen(status, body, trailers, true));
    }

    private static List<Case> cases() {
        return List.of(
                get("/length", 200, "hello", ""),
                get("/open", 200, "hello", ""),
                get("/trailers", 200, "hello", "x-sum: 7"),
                get("/none", 200, "", ""),
                get("/204", 204, "", ""),
                get("/304", 304, "", ""),
                get("/early", 200, "hello", ""),
                get("/404", 404, "no", ""),
                new Case("HEAD", "/length", "", false, "", new Seen(200, "", "", true)),
                new Case("POST", "/echo", "", false, "", new Seen(200, "POST:", "", true)),
                new Case("POST", "/echo", "hello", false, "", new Seen(200, "POST:hello", "", true)),
                new Case("PUT", "/echo", "hello", true, "", new Seen(200, "PUT:hello", "", true)),
                new Case("POST", "/echo", "hello", true, "x-sum: 1", new Seen(200, "POST:hello+1", "", true)),
                new Case(
                        "POST",
                        "/echo",
                        "x".repeat(300_000),
                        false,
                        "",
                        new Seen(200, "POST:" + "x".repeat(300_000), "", true)),
                new Case(
                        "POST",
                        "/echo",
                        "y".repeat(300_000),
                        true,
                        "x-sum: 1",
                        new Seen(200, "POST:" + "y".repeat(300_000) + "+1", "", true)),
                new Case("POST", "/before", "hello", false, "", new Seen(502, "connection-lost", "", true)),
                new Case("GET", "/within", "", false, "", new Seen(200, "hel", "", false)));
    }

    static Stream<Arguments> pairs() {
        return Stream.of(Down.values()).flatMap(down -> Stream.of(Up.values()).map(up -> Arguments.of(down, up)));
    }

    private static void answer(FrameBackend.Request request) throws IOException {
        FrameWire wire = request.wire();
        int stream = request.stream();
        switch (request.path()) {
            case "/length" -> {
                boolean head = request.method().equals("HEAD");
                wire.headers(stream, head, ":status", "200", "content-length", "5");
                if (!head) {
                    wire.data(stream, true, "hello");
                }
            }
            case "/open" ->
                wire.headers(stream, false, ":status", "200")
                        .data(stream, false, "hel")
                        .data(stream, true, "lo");
            case "/trailers" ->
                wire.headers(stream, false, ":status", "200")
                        .data(stream, false, "hello")
                        .headers(stream, true, "x-sum", "7");
            case "/none" -> wire.headers(stream, true, ":status", "200");
            case "/204" -> wire.headers(stream, true, ":status", "204");
            case "/304" -> wire.headers(stream, true, ":status", "304");
            case "/early" ->
                wire.headers(stream, false, ":status", "103", "link", "</a>")
                        .headers(stream, false, ":status", "200")
                        .data(stream, true, "hello");
            case "/404" -> wire.headers(stream, false, ":status", "404").data(stream, true, "no");
            case "/before" -> wire.reset(stream, 2);
            case "/within" ->
                wire.headers(stream, false, ":status", "200")
                        .data(stream, false, "hel")
                        .reset(stream, 2);
            default -> {
                String sum = request.trailers().getOrDefault("x-sum", "");
                echo(wire, stream, request.method() + ":" + request.body() + (sum.isEmpty() ? "" : "+" + sum));
            }
        }
    }

    /** As fast as the windows allow, which FrameBackend does not follow: 128 KiB and then more as it is taken. */
    private static void echo(FrameWire wire, int stream, String text) throws IOException {
        wire.headers(stream, false, ":status", "200");
        wire.paced(stream, text);
    }

    private static void answer(TestBackend.Connection connection) throws IOException {
        while (true) {
            WireMessage request = connection.request();
            String told =
                    switch (request.target()) {
                        case "/length" ->
                            request.method().equals("HEAD")
                                    ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
                                    : TestBackend.ok("hello");
                        case "/open" ->
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n";
                        case "/trailers" ->
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nx-sum: 7\r\n\r\n";
                        case "/none" -> TestBackend.ok("");
                        case "/204" -> "HTTP/1.1 204 No Content\r\n\r\n";
                        case "/304" -> "HTTP/1.1 304 Not Modified\r\n\r\n";
                        case "/early" -> "HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n" + TestBackend.ok("hello");
                        case "/404" -> "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno";
                        case "/before" -> "";
                        case "/within" -> "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel";
                        default -> {
                            String sum = request.trailers().stream()
                                    .map(line -> "+"
                                            + line.substring(line.indexOf(':') + 1)
                                                    .strip())
                                    .findFirst()
                                    .orElse("");
                            yield TestBackend.ok(request.method() + ":" + request.body() + sum);
                        }
                    };
            connection.write(told);
            if (request.target().equals("/before") || request.target().equals("/within")) {
                return;
            }
        }
    }

    private static TestBackend backend(Up up) {
        FrameBackend frames = FrameBackend.answering(PairingsTest::answer);
        return switch (up) {
            case HTTP_1_1 -> TestBackend.playing(PairingsTest::answer);
            case H2C -> TestBackend.playing(frames::play);
            case H2 -> TestBackend.secure(CA.trusting(GOOD), frames::play).agreeing("h2");
        };
    }

    private String settings(Up up) {
        String tls = "tls: { trust: \"file:" + folder.resolve("ca.pem") + "\" }, ";
        return (up == Up.HTTP_1_1 ? "" : "protocol: h2, ") + (up == Up.H2 ? tls : "")
                + "health: { passive: { consecutive-failures: 0 } }, timeouts: { connect: 10s }";
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void theSameRequestsHaveTheSameAnswers(Down down, Up up) {
        try (TestBackend backend = backend(up);
                TestGateway gateway = gateway(down, Documents.to(backend).upstream(settings(up)))) {
            for (Case one : cases()) {
                for (int round = 0; round < 2; round++) {
                    Seen seen = down == Down.HTTP_1_1 ? http11(gateway, one) : h2(gateway, down, one);
                    assertThat(seen).as(one.toString()).isEqualTo(one.seen);
                }
            }
            Await.until(() -> "nothing is under way", () -> gateway.inFlight() == 0);
        }
    }

    private static Seen http11(TestGateway gateway, Case one) {
        try (WireClient client = gateway.client()) {
            String head = one.method + " " + one.path + " HTTP/1.1\r\nHost: example.com\r\n";
            if (one.chunked) {
                String size = Integer.toHexString(one.body.length());
                String trailers = one.trailers.isEmpty() ? "" : one.trailers + "\r\n";
                client.send(head + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\n" + one.body + "\r\n0\r\n"
                        + trailers + "\r\n");
            } else if (one.method.equals("POST")) {
                client.send(head + "Content-Length: " + one.body.length() + "\r\n\r\n" + one.body);
            } else {
                client.send(head + "\r\n");
            }
            if (!one.seen.whole) {
                WireMessage cut = client.head();
                return new Seen(
                        cut.status(),
                        one.seen.body,
                        "",
                        cut.field("Content-Length").isEmpty()
                                ? client.toTheEnd().contains("0\r\n\r\n")
                                : client.toTheEnd().length() == 5);
            }
            WireMessage answer = one.method.equals("HEAD") ? client.answerToHead() : client.answer();
            if (one.path.equals("/early")) {
                assertThat(answer.status()).isEqualTo(103);
                answer = client.answer();
            }
            String body = answer.problem().isEmpty() ? answer.body() : answer.problem();
            return new Seen(
                    answer.status(),
                    body,
                    String.join("|", answer.trailers()).toLowerCase(java.util.Locale.ROOT),
                    true);
        }
    }

    private static TestGateway gateway(Down down, Documents document) {
        TestCertificates certificates = new TestCertificates().put("shown", SHOWN);
        Documents whole = down == Down.H2 ? document.tls("", "shown") : document.listener("protocols: [http/1.1, h2c]");
        return TestGateway.start(certificates.ports(TlsEngine.best(), TicketKeys.OWN), whole.toString());
    }

    private static FrameClient frames(TestGateway gateway, Down down) {
        return down == Down.H2
                ? FrameClient.secure(gateway.address("public"), CA.trusting(GOOD), "localhost")
                : FrameClient.plain(gateway.address("public"));
    }

    private static Seen h2(TestGateway gateway, Down down, Case one) {
        try (FrameClient client = frames(gateway, down)) {
            boolean bodiless = one.body.isEmpty() && !one.chunked;
            boolean told = one.method.equals("POST") && !one.chunked;
            String[] length =
                    told ? new String[] {"content-length", Integer.toString(one.body.length())} : new String[0];
            int stream = client.request(one.method, one.path, bodiless, length);
            int sent = 0;
            while (sent < one.body.length()) {
                int count = Math.min(16_000, one.body.length() - sent);
                client.awaitWindow(stream, count);
                client.awaitWindow(0, count);
                boolean last = sent + count == one.body.length() && one.trailers.isEmpty();
                client.data(stream, last, one.body.substring(sent, sent + count));
                sent += count;
            }
            if (!one.trailers.isEmpty()) {
                int colon = one.trailers.indexOf(':');
                client.headers(stream, true, one.trailers.substring(0, colon), one.trailers.substring(colon + 2));
            }
            FrameClient.Answer answer = client.answer(stream);
            if (one.path.equals("/early")) {
                assertThat(answer.heads().get(0).field(":status")).contains("103");
            }
            List<String> trailers = new ArrayList<>();
            if (answer.heads().size() > 1 && trailing(answer).isPresent()) {
                trailing(answer)
                        .get()
                        .fields()
                        .forEach(field -> trailers.add(field.getKey() + ": " + field.getValue()));
            }
            boolean problem = answer.status() >= 500;
            return new Seen(
                    answer.status(),
                    problem ? answer.problem() : one.seen.whole ? answer.body() : one.seen.body,
                    String.join("|", trailers),
                    answer.isWhole());
        }
    }

    private static Optional<Frame> trailing(FrameClient.Answer answer) {
        Frame last = answer.heads().get(answer.heads().size() - 1);
        return last.field(":status").isEmpty() ? Optional.of(last) : Optional.empty();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void aClientThatGoesAwayIsFollowedByTheBackend(Down down, Up up) {
        List<FrameBackend.Request> held = new java.util.concurrent.CopyOnWriteArrayList<>();
        FrameBackend frames = FrameBackend.answering(held::add);
        List<WireMessage> plain = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (TestBackend backend = up == Up.HTTP_1_1
                        ? TestBackend.playing(connection -> {
                            plain.add(connection.request());
                            connection.waitForTheEnd();
                        })
                        : up == Up.H2C
                                ? TestBackend.playing(frames::play)
                                : TestBackend.secure(CA.trusting(GOOD), frames::play)
                                        .agreeing("h2");
                TestGateway gateway = gateway(down, Documents.to(backend).upstream(settings(up)))) {
            leave(gateway, down, () -> held.size() + plain.size() == 1);
            if (up == Up.HTTP_1_1) {
                Await.until(() -> "its connection is closed", () -> backend.open() == 0);
            } else {
                Await.until(() -> "CANCEL: " + frames.resets(), () -> frames.resets()
                        .equals(List.of("1:8")));
                assertThat(backend.open()).isEqualTo(1);
            }
            Await.until(() -> "nothing is under way", () -> gateway.inFlight() == 0);
        } catch (UncheckedIOException e) {
            throw new AssertionError(e);
        }
    }

    private static void leave(TestGateway gateway, Down down, java.util.function.BooleanSupplier arrived) {
        if (down == Down.HTTP_1_1) {
            WireClient client = gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> "the request", arrived);
            client.reset();
        } else {
            try (FrameClient client = frames(gateway, down)) {
                int stream = client.get("/");
                Await.until(() -> "the request", arrived);
                client.reset(stream, io.weir.node.testkit.Http2Code.CANCEL);
                client.sync();
            }
        }
    }
}
