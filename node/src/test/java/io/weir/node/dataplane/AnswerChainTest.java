package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.state.AnswerTranslation;
import io.weir.node.state.Filter;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import io.weir.protocol.http.AnswerLines;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Translations of an answer behind one another. */
@ExtendWith(NoLeaks.class)
final class AnswerChainTest {
    private static final String CHUNKED = "HTTP/1.1 200 OK\r\nETag: \"a\"\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** Puts each part into brackets of its own, and says so in the head. */
    private static class Brackets implements AnswerTranslation {
        private final String name;

        Brackets(String name) {
            this.name = name;
        }

        @Override
        public void onHead(ParsedResponse head, Answer to) {
            to.head(
                    head.status(),
                    AnswerLines.of(head).otherBody().add("X-By", name).bytes());
        }

        @Override
        public void onData(byte[] data, Answer to) {
            to.body(bytes(name + "("));
            to.body(data);
            to.body(bytes(")"));
        }

        @Override
        public void onEnd(byte[] trailers, Answer to) {
            to.body(bytes(name + "."));
            to.end(trailers);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @SafeVarargs
    private static TestGateway gateway(TestBackend backend, Supplier<AnswerTranslation>... translations) {
        return TestGateway.filtering(
                exchange -> {
                    for (Supplier<AnswerTranslation> translation : translations) {
                        exchange.translateAnswer(translation);
                    }
                    return Filter.Outcome.CONTINUE;
                },
                Documents.to(backend).listener("protocols: [http/1.1, h2c]").toString());
    }

    @Test
    void whatIsSaidFirstIsNearestToTheClient() {
        try (TestBackend backend = TestBackend.answering(request -> CHUNKED + "2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n");
                TestGateway gateway = gateway(backend, () -> new Brackets("a"), () -> new Brackets("b"));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                WireMessage answer = client.get("/");
                assertThat(answer.body()).isEqualTo("a(b()a(hi)a())a(b.)a.");
                assertThat(answer.values("X-By")).containsExactly("b", "a");
                assertThat(answer.trailers()).containsExactly("X-Sum: 1");
                assertThat(answer.field("ETag")).contains("W/\"a\"");
            }
            assertThat(backend.accepted()).as("its connection is used again").isEqualTo(1);
        }
    }

    @Test
    void anAnswerWithoutABodyHasItsHeadTranslated() {
        try (TestBackend backend =
                        TestBackend.answering(request -> request.method().equals("HEAD")
                                ? "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"
                                : "HTTP/1.1 304 Not Modified\r\nETag: \"a\"\r\n\r\n");
                TestGateway gateway = gateway(backend, () -> new Brackets("a"), () -> new Brackets("b"));
                WireClient client = gateway.client()) {
            for (int i = 0; i < 2; i++) {
                WireMessage head =
                        client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n").answerToHead();
                assertThat(head.values("X-By")).containsExactly("b", "a");
                assertThat(client.get("/").values("X-By")).containsExactly("b", "a");
            }
        }
    }

    @Test
    void severalMayAnswerLaterAlsoInTheMiddle() {
        ExecutorService others = Executors.newFixedThreadPool(2);
        Supplier<AnswerTranslation> slow = () -> new Brackets("s") {
            @Override
            public void onData(byte[] data, Answer to) {
                Executor later = to.later();
                others.execute(() -> later.execute(() -> super.onData(data, to)));
            }

            @Override
            public void onEnd(byte[] trailers, Answer to) {
                Executor later = to.later();
                others.execute(() -> later.execute(() -> super.onEnd(trailers, to)));
            }
        };
        try (TestBackend backend = TestBackend.answering(request -> CHUNKED + "2\r\nhi\r\n0\r\n\r\n");
                TestGateway gateway = gateway(backend, slow, () -> new Brackets("b"), slow);
                WireClient client = gateway.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").body())
                        .isEqualTo("s(b()s(s()s())s(b()s(hi)s())s(b()s())s())s(b()s(s.)s())s(b.)s.");
            }
        } finally {
            others.shutdownNow();
        }
    }

    @Test
    void theEndOfOneIsTheEndOfAll() {
        AtomicInteger over = new AtomicInteger();
        Supplier<AnswerTranslation> first = () -> new Brackets("e") {
            @Override
            public void onData(byte[] data, Answer to) {
                to.body(data);
                to.end();
            }

            @Override
            public void onOver() {
                over.incrementAndGet();
            }
        };
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(CHUNKED + "2\r\nhi\r\n"); // and never more
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend, () -> new Brackets("a"), first);
                WireClient client = gateway.client()) {
            assertThat(client.get("/").body()).isEqualTo("a(hi)a.");
            Await.until(() -> "given up", () -> backend.open() == 0 && gateway.inFlight() == 0);
            assertThat(over).hasValue(1);
        }
    }

    @Test
    void whatFailsBeforeTheClientWasToldAnythingIs502AndCutsOffAfterwards() {
        AtomicInteger over = new AtomicInteger();
        Supplier<AnswerTranslation> failing = () -> new Brackets("f") {
            @Override
            public void onHead(ParsedResponse head, Answer to) {}

            @Override
            public void onData(byte[] data, Answer to) {
                throw new IllegalStateException("a mistake of the translation's own");
            }

            @Override
            public void onOver() {
                over.incrementAndGet();
            }
        };
        Supplier<AnswerTranslation> late = () -> new Brackets("l") {
            @Override
            public void onEnd(byte[] trailers, Answer to) {
                to.cut();
            }
        };
        try (TestBackend backend = TestBackend.answering(request -> CHUNKED + "2\r\nhi\r\n0\r\n\r\n")) {
            try (TestGateway gateway = gateway(backend, () -> new Brackets("a"), failing);
                    WireClient client = gateway.client()) {
                WireMessage answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                        .answer();
                assertThat(answer.problem()).isEqualTo("bad-answer");
                assertThat(over).hasValue(1);
            }
        }
        CountDownLatch seen = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(CHUNKED + "2\r\nhi\r\n");
                    seen.await();
                    connection.write("0\r\n\r\n");
                });
                TestGateway gateway = gateway(backend, () -> new Brackets("a"), late);
                WireClient client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.head().status()).isEqualTo(200);
            seen.countDown();
            assertThat(client.toTheEnd()).contains("hi").doesNotContain("\r\n0\r\n");
        }
    }

    @Test
    void aLengthThatIsNotTheBodysCutsOff() {
        for (int told : new int[] {1, 3}) {
            Supplier<AnswerTranslation> wrong = () -> new Brackets("w") {
                @Override
                public void onHead(ParsedResponse head, Answer to) {
                    to.head(200, bytes("Content-Length: " + told + "\r\n"));
                }

                @Override
                public void onData(byte[] data, Answer to) {
                    to.body(data);
                }

                @Override
                public void onEnd(byte[] trailers, Answer to) {
                    to.end();
                }
            };
            try (TestBackend backend = TestBackend.saying("hi");
                    TestGateway gateway = gateway(backend, wrong);
                    WireClient client = gateway.client()) {
                WireMessage answer = client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n")
                        .answer();
                assertThat(answer.problem()).as("nothing had been told yet").isEqualTo("bad-answer");
            }
        }
    }

    @Test
    void eachAttemptHasAChainOfItsOwn() {
        AtomicInteger made = new AtomicInteger();
        AtomicInteger over = new AtomicInteger();
        Supplier<AnswerTranslation> counted = () -> {
            made.incrementAndGet();
            return new Brackets("c") {
                @Override
                public void onOver() {
                    over.incrementAndGet();
                }
            };
        };
        AtomicInteger asked = new AtomicInteger();
        Function<WireMessage, String> busyOnce = request ->
                asked.incrementAndGet() == 1 ? "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n" : TestBackend.ok("hi");
        try (TestBackend one = TestBackend.answering(busyOnce);
                TestBackend other = TestBackend.answering(busyOnce);
                TestGateway gateway = TestGateway.filtering(
                        exchange -> {
                            exchange.translateAnswer(counted);
                            return Filter.Outcome.CONTINUE;
                        },
                        Documents.to(one, other)
                                .upstream("retry: { attempts: 2, on: [503], budget: 100% }")
                                .toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").body()).isEqualTo("c(hi)c.");
            assertThat(made).hasValue(2);
            Await.until(() -> "over", () -> over.get() == 2);
        }
    }

    /** One byte becomes a thousand; nobody makes more of them than the client takes. */
    private static final class Swelling implements AnswerTranslation {
        private final AtomicLong made;
        private final AtomicInteger over;
        private int left;

        Swelling(AtomicLong made, AtomicInteger over) {
            this.made = made;
            this.over = over;
        }

        @Override
        public void onHead(ParsedResponse head, Answer to) {
            to.head(200, new byte[0]);
        }

        @Override
        public void onData(byte[] data, Answer to) {
            left += data.length;
        }

        @Override
        public boolean goesOn(Answer to) {
            int now = Math.min(32, left);
            to.body(new byte[now * 1000]);
            made.addAndGet(now * 1000L);
            left -= now;
            return left > 0;
        }

        @Override
        public void onEnd(byte[] trailers, Answer to) {
            to.end();
        }

        @Override
        public void onOver() {
            over.incrementAndGet();
        }
    }

    @Test
    void aSlowClientHoldsTheTranslationsAndTheBackend() {
        AtomicLong made = new AtomicLong();
        AtomicLong written = new AtomicLong();
        AtomicInteger over = new AtomicInteger();
        String block = "x".repeat(10_000);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write("HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
                    for (int i = 0; i < 1000; i++) {
                        connection.write(block);
                        written.addAndGet(block.length());
                    }
                    connection.waitForTheEnd();
                });
                TestGateway gateway = gateway(backend, () -> new Brackets("b"), () -> new Swelling(made, over))) {
            try (WireClient client = new WireClient(gateway.address("public"), 64 * 1024)) {
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(client.head().status()).isEqualTo(200);
                long still = settled(made);
                assertThat(still).isLessThan(20_000_000L);
                assertThat(client.skip(still)).isEqualTo(still);
                Await.until(() -> "goes on", () -> made.get() > still);
            }
            Await.until(() -> "over", () -> over.get() == 1 && gateway.inFlight() == 0 && backend.open() == 0);
        }
    }

    @Test
    void aSlowClientOfHttp2HoldsThemToo() {
        AtomicLong made = new AtomicLong();
        AtomicInteger over = new AtomicInteger();
        try (TestBackend backend = TestBackend.answering(request -> TestBackend.ok("x".repeat(100_000)));
                TestGateway gateway = gateway(backend, () -> new Swelling(made, over))) {
            try (FrameClient client = FrameClient.plain(gateway.address("public"))) {
                int stream = client.get("/");
                client.head(stream);
                assertThat(settled(made)).isLessThan(2_000_000L);
            }
            Await.until(() -> "over", () -> over.get() == 1 && gateway.inFlight() == 0);
        }
    }

    /** Until nothing moves any more. */
    private static long settled(AtomicLong moving) {
        long[] last = {-1};
        int[] still = {0};
        Await.until(() -> "settled at " + last[0], () -> {
            long now = moving.get();
            still[0] = now == last[0] && now > 0 ? still[0] + 1 : 0;
            last[0] = now;
            return still[0] == 40;
        });
        return last[0];
    }
}
