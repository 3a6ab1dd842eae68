package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.FrameBackend;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FrameWire;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Endpoints of HTTP/2 that do not take what comes: they refuse, leave, or take few at once. */
@ExtendWith(NoLeaks.class)
final class Http2RefusalsTest {
    private static final int REFUSED_STREAM = 7;

    private static String post(String path, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static TestGateway gateway(String more, TestBackend... backends) {
        return TestGateway.single(
                Documents.to(backends).upstream("protocol: h2" + more).toString());
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "reset, the exchange is refused",
        "leave, the connection is ended before it",
    })
    void whatAnEndpointHasNotLookedAtIsTriedElsewhereWhateverItsMethod(String how, String reason) {
        FrameBackend refusing = FrameBackend.answering(request -> {
            if (how.equals("reset")) {
                request.wire().reset(request.stream(), REFUSED_STREAM);
            } else {
                request.wire().goAway(0, 0);
            }
        });
        FrameBackend good = FrameBackend.saying("ok");
        try (TestBackend first = TestBackend.playing(refusing::play);
                TestBackend second = TestBackend.playing(good::play);
                TestGateway gateway = gateway(
                        ", retry: { budget: 0% }, health: { passive: { consecutive-failures: 1 } }", first, second);
                WireClient client = gateway.client()) {
            for (int i = 0; i < 8; i++) {
                WireMessage answer = client.send(post("/", "hello")).answer();
                assertThat(answer.status()).as(reason).isEqualTo(200);
                assertThat(good.request().body()).isEqualTo("hello");
            }
            assertThat(refusing.requests())
                    .as("a refusal is no failure: it is not ejected")
                    .hasSize(4);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void whereThereIsNoOtherEndpointTheSameOneIsAskedAgain() {
        AtomicInteger asked = new AtomicInteger();
        FrameBackend frames = FrameBackend.answering(request -> {
            if (asked.getAndIncrement() == 0) {
                request.wire().goAway(0, 0);
            } else {
                request.say("ok");
            }
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway("", backend);
                WireClient client = gateway.client()) {
            assertThat(client.send(post("/", "hello")).answer().status()).isEqualTo(200);
            assertThat(backend.accepted()).isEqualTo(2);
            Await.until(() -> "the old one is closed", () -> backend.open() == 1);
        }
    }

    @Test
    void whoIsRefusedEverywhereIsToldSo() {
        FrameBackend refusing =
                FrameBackend.answering(request -> request.wire().reset(request.stream(), REFUSED_STREAM));
        try (TestBackend backend = TestBackend.playing(refusing::play);
                TestGateway gateway = gateway("", backend);
                WireClient client = gateway.client()) {
            WireMessage answer = client.send(post("/", "hello")).answer();
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.problem()).isEqualTo("backend-refused");
            assertThat(refusing.requests()).as("with two further attempts").hasSize(3);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @Test
    void aBodyThatIsGoneCannotBeSentAgain() {
        FrameBackend refusing =
                FrameBackend.answering(request -> request.wire().reset(request.stream(), REFUSED_STREAM));
        FrameBackend good = FrameBackend.saying("ok");
        try (TestBackend first = TestBackend.playing(refusing::play);
                TestBackend second = TestBackend.playing(good::play);
                TestGateway gateway = gateway("", first, second);
                WireClient client = gateway.client()) {
            List<Integer> statuses = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                statuses.add(
                        client.send(post("/", "x".repeat(200_000))).answer().status());
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 503);
        }
    }

    @Test
    void anEndpointThatLeavesFinishesWhatItHasSeen() {
        List<FrameBackend.Request> held = new CopyOnWriteArrayList<>();
        FrameBackend frames = FrameBackend.answering(request -> {
            if (request.path().equals("/held")) {
                held.add(request);
                request.wire().goAway(request.stream(), 0);
            } else {
                request.say("ok");
            }
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway("", backend);
                WireClient slow = gateway.client();
                WireClient client = gateway.client()) {
            slow.send(post("/held", "a"));
            Await.until(() -> "it is there", () -> held.size() == 1);
            Await.until(
                    () -> "another connection",
                    () -> client.send(post("/", "b")).answer().status() == 200 && backend.accepted() == 2);
            assertThat(backend.open()).isEqualTo(2);
            FrameBackend.Request request = held.get(0);
            answer(request);
            assertThat(slow.answer().body()).isEqualTo("late");
            Await.until(() -> "it is closed", () -> backend.open() == 1);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    private static void answer(FrameBackend.Request request) {
        try {
            request.say("late");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits with its answers until it is told; notes how many are there at once, and on how many connections. */
    private static final class Holding implements AutoCloseable {
        final List<FrameBackend.Request> held = new CopyOnWriteArrayList<>();
        final FrameBackend frames;
        final TestBackend backend;

        Holding(int mostStreams) {
            frames = FrameBackend.answering(held::add, FrameWire.MAX_CONCURRENT_STREAMS, mostStreams);
            backend = TestBackend.playing(frames::play);
        }

        void awaitHeld(int count) {
            Await.until(() -> held.size() + " are there, not " + count, () -> held.size() == count);
        }

        void answerAll() {
            List<FrameBackend.Request> all = List.copyOf(held);
            held.removeAll(all);
            all.forEach(Http2RefusalsTest::answer);
        }

        @Override
        public void close() {
            backend.close();
        }
    }

    private static List<WireClient> clients(TestGateway gateway, int count) {
        List<WireClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(gateway.client().send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        return clients;
    }

    @ParameterizedTest(name = "{0} at once on each, {1} exchanges: {2} connections")
    @CsvSource({"1, 4, 4", "2, 5, 3", "100, 20, 1"})
    void anotherConnectionIsOpenedOnlyWhenTheOthersAreFull(int most, int exchanges, int connections) {
        try (Holding holding = new Holding(most);
                TestGateway gateway = gateway("", holding.backend)) {
            for (int round = 0; round < 2; round++) {
                List<WireClient> clients = clients(gateway, exchanges);
                holding.awaitHeld(exchanges);
                assertThat(holding.backend.accepted()).isEqualTo(connections);
                holding.answerAll();
                clients.forEach(client -> assertThat(client.answer().body()).isEqualTo("late"));
                clients.forEach(WireClient::close);
            }
        }
    }

    @Test
    void beyondItsConnectionsExchangesWaitForRoomInTheirOrder() {
        try (Holding holding = new Holding(1);
                TestGateway gateway = gateway(
                        ", limits: { connections: 1, pending: 2 }, timeouts: { connect: 20s }", holding.backend)) {
            List<WireClient> clients = new ArrayList<>(clients(gateway, 1));
            holding.awaitHeld(1);
            clients.addAll(clients(gateway, 2));
            Await.until(() -> "two wait", () -> gateway.inFlight() == 3);
            try (WireClient refused = gateway.client()) {
                assertThat(refused.get("/").problem()).isEqualTo("overloaded");
            }
            for (int i = 0; i < 3; i++) {
                holding.awaitHeld(1);
                holding.answerAll();
            }
            clients.forEach(client -> assertThat(client.answer().body()).isEqualTo("late"));
            assertThat(holding.backend.accepted()).isEqualTo(1);
            clients.forEach(WireClient::close);
        }
    }

    @Test
    void anEndpointThatAllowsNoneIsWaitedFor() {
        List<FrameWire> wires = new CopyOnWriteArrayList<>();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    FrameWire wire = new FrameWire(connection.socket()).serve(FrameWire.MAX_CONCURRENT_STREAMS, 0);
                    wires.add(wire);
                    FrameWire.Frame frame = wire.next();
                    while (frame != null) {
                        wire.headers(frame.stream(), false, ":status", "200").data(frame.stream(), true, "ok");
                        frame = wire.next();
                    }
                });
                TestGateway gateway = gateway(", timeouts: { connect: 20s }", backend);
                WireClient one = gateway.client();
                WireClient two = gateway.client()) {
            one.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> "a connection", () -> wires.size() == 1);
            two.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Await.until(() -> "two wait", () -> gateway.inFlight() == 2);
            settings(wires.get(0), 1);
            assertThat(one.answer().body()).isEqualTo("ok");
            assertThat(two.answer().body()).isEqualTo("ok");
            assertThat(backend.accepted()).isEqualTo(1);
        }
    }

    private static void settings(FrameWire wire, int mostStreams) {
        try {
            wire.settings(FrameWire.MAX_CONCURRENT_STREAMS, mostStreams);
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEndpointThatGoesOnAllowingNoneIsOverloaded() {
        FrameBackend frames = FrameBackend.answering(request -> {}, FrameWire.MAX_CONCURRENT_STREAMS, 0);
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway(", timeouts: { connect: 100ms }", backend);
                WireClient client = gateway.client()) {
            assertThat(client.get("/").problem()).isEqualTo("overloaded");
            assertThat(client.get("/").problem()).isEqualTo("overloaded");
            assertThat(backend.accepted()).isEqualTo(1);
        }
    }

    @Test
    void aLimitThatIsLoweredHoldsForWhatComesAfterwards() {
        try (Holding holding = new Holding(10);
                TestGateway gateway = gateway("", holding.backend)) {
            List<WireClient> clients = new ArrayList<>(clients(gateway, 3));
            holding.awaitHeld(3);
            settings(holding.held.get(0).wire(), 3);
            // The gateway acknowledges settings before it acts on what comes later.
            holding.answerAll();
            clients.forEach(client -> assertThat(client.answer().body()).isEqualTo("late"));
            clients.forEach(WireClient::close);
            List<WireClient> more = clients(gateway, 4);
            holding.awaitHeld(4);
            assertThat(holding.backend.accepted()).isEqualTo(2);
            holding.answerAll();
            more.forEach(client -> assertThat(client.answer().body()).isEqualTo("late"));
            more.forEach(WireClient::close);
        }
    }

    @Test
    void aLoopWithoutAnyConnectionIsGivenThePlaceOfOneThatHas() {
        FrameBackend frames = FrameBackend.saying("ok");
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .upstream("protocol: h2, limits: { connections: 1 }, timeouts: { connect: 20s }")
                        .toString())) {
            List<WireClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                clients.add(gateway.client());
            }
            for (int round = 0; round < 3; round++) {
                clients.forEach(client -> client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
                clients.forEach(client -> assertThat(client.answer().status()).isEqualTo(200));
            }
            assertThat(backend.open()).isLessThanOrEqualTo(2);
            clients.forEach(WireClient::close);
        }
    }

    @Test
    void aHeadLargerThanTheEndpointTakesIsNotSentAndDisturbsNobody() {
        int mostHead = 6;
        FrameBackend frames = FrameBackend.answering(request -> request.say("ok"), mostHead, 2_000);
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway(", retry: { attempts: 0 }", backend);
                WireClient client = gateway.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            WireMessage answer = client.get("/", "X-Large: " + "x".repeat(3_000) + "\r\n");
            assertThat(answer.problem()).isEqualTo("head-too-large");
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(frames.requests()).hasSize(2);
            assertThat(backend.accepted()).isEqualTo(1);
            assertThat(gateway.inFlight()).isZero();
        }
    }

    @ParameterizedTest(name = "a table of {0} bytes")
    @CsvSource({"0", "100", "65536"})
    void theEndpointSaysHowLargeHpacksTableIs(int size) {
        int tableSize = 1;
        FrameBackend frames = FrameBackend.answering(request -> request.say("ok"), tableSize, size);
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = gateway("", backend);
                WireClient client = gateway.client()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/" + i % 2, "X-A: b" + i + "\r\nCookie: secret=1\r\n")
                                .status())
                        .isEqualTo(200);
                assertThat(frames.request().fields())
                        .containsEntry("x-a", "b" + i)
                        .containsEntry("cookie", "secret=1");
            }
        }
    }

    /** Many clients that go away are no attack of the gateway's on its endpoint (CVE-2023-44487). */
    @Test
    void aConnectionOnWhichManyExchangesAreGivenUpIsReplaced() {
        FrameBackend frames = FrameBackend.answering(request -> {
            if (!request.path().equals("/wait")) {
                request.say("ok");
            }
        });
        try (TestBackend backend = TestBackend.playing(frames::play);
                TestGateway gateway = TestGateway.single(Documents.to(backend)
                        .listener("protocols: [http/1.1, h2c]")
                        .upstream("protocol: h2")
                        .toString());
                WireClient canary = gateway.client()) {
            assertThat(canary.get("/").body()).isEqualTo("ok");
            List<FrameClient> clients = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                FrameClient client = FrameClient.plain(gateway.address("public"));
                clients.add(client);
                for (int i = 0; i < 100; i++) {
                    client.get("/wait");
                }
            }
            Await.until(() -> "all are asked", () -> frames.requests().size() == 301);
            assertThat(backend.accepted()).isEqualTo(1);
            clients.forEach(FrameClient::close);
            Await.until(() -> "all are given up", () -> frames.resets().size() == 300);
            assertThat(canary.get("/").body()).isEqualTo("ok");
            assertThat(backend.accepted()).as("another connection").isEqualTo(2);
            Await.until(() -> "the first one is closed", () -> backend.open() == 1);
            assertThat(gateway.inFlight()).isZero();
        }
    }
}
