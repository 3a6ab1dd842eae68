package io.weir.node.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.config.formation.Transport;
import io.weir.node.testkit.Await;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.EveryTransport;
import io.weir.node.testkit.NoLeaks;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import io.weir.node.testkit.WireClient;
import io.weir.node.testkit.WireMessage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** No byte of one exchange is ever taken for one of another. */
@ExtendWith(NoLeaks.class)
final class DesyncTest {
    private static final String EVIL = TestBackend.ok("evil");

    @ParameterizedTest(name = "{0} answered with {1}")
    @CsvSource({
        "GET, '200 OK\r\nContent-Length: 2\r\n\r\nok'",
        "GET, '200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n'",
        "GET, '204 No Content\r\n\r\n'",
        "GET, '304 Not Modified\r\nContent-Length: 2\r\n\r\n'",
        "HEAD, '200 OK\r\nContent-Length: 2\r\n\r\n'"
    })
    void whatABackendSendsTooMuchReachesNobody(String method, String answer) {
        AtomicInteger connections = new AtomicInteger();
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    boolean first = connections.incrementAndGet() == 1;
                    connection.write(first ? "HTTP/1.1 " + answer + EVIL : TestBackend.ok("good"));
                    connection.waitForTheEnd();
                });
                TestGateway gateway = TestGateway.single(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send(method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
            WireMessage got = method.equals("HEAD") ? client.answerToHead() : client.answer();
            assertThat(got.body()).isNotEqualTo("evil");
            assertThat(client.get("/").body()).isEqualTo("good");
            assertThat(backend.accepted()).isEqualTo(2);
        }
    }

    @EveryTransport
    void anAnswerThatNobodyAskedForClosesItsConnection(Transport transport) {
        CountDownLatch answered = new CountDownLatch(1);
        try (TestBackend backend = TestBackend.playing(connection -> {
                    connection.request();
                    connection.write(TestBackend.ok("good"));
                    answered.await();
                    connection.write(EVIL).waitForTheEnd();
                });
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            assertThat(client.get("/").body()).isEqualTo("good");
            answered.countDown();
            Await.until(() -> "closed", () -> backend.open() == 0);
            assertThat(client.get("/").body()).isEqualTo("good");
        }
    }

    @EveryTransport
    void aMalformedRequestBehindAGoodOneIsRefusedInItsTurn(Transport transport) {
        try (TestBackend backend = TestBackend.saying("good");
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            String good = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi";
            client.send(good + "GET / HTTP/1.1\r\nHost : a\r\n\r\n" + good);
            assertThat(client.answer().body()).isEqualTo("good");
            assertThat(client.answer().problem()).isEqualTo("bad-request");
            assertThat(client.isAtItsEnd()).isTrue();
            assertThat(backend.requests()).as("nothing behind it is believed").hasSize(1);
        }
    }

    @Test
    void whatComesBehindACloseIsNotARequest() {
        try (TestBackend backend = TestBackend.saying("good");
                TestGateway gateway = TestGateway.start(Documents.to(backend).toString());
                WireClient client = gateway.client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET /more HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.toTheEnd()).endsWith("good").containsOnlyOnce("HTTP/1.1 200");
            assertThat(backend.requests()).hasSize(1);
        }
    }

    @EveryTransport
    void aChunkedBodyIsRepeatedByteForByte(Transport transport) {
        AtomicInteger connections = new AtomicInteger();
        try (TestBackend one = TestBackend.playing(connection -> {
                    connection.request();
                    connections.incrementAndGet();
                    connection.reset();
                });
                TestBackend other = TestBackend.saying("good");
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(one, other).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel");
                client.send("lo\r\n6;a=b\r\n worl");
                client.send("d\r\n0\r\nDigest: x\r\n\r\n");
                assertThat(client.answer().body()).isEqualTo("good");
                assertThat(other.request().body()).isEqualTo("hello world");
                assertThat(other.request().trailers()).containsExactly("Digest: x");
            }
            assertThat(connections.get()).isPositive();
        }
    }

    @EveryTransport
    void aClientIsToldToContinueOnceHoweverManyAttemptsThereAre(Transport transport) {
        try (TestBackend one = TestBackend.playing(connection -> {
                    connection.head();
                    connection.reset();
                });
                TestBackend other = TestBackend.saying("good");
                TestGateway gateway =
                        TestGateway.start(transport, Documents.to(one, other).toString());
                WireClient client = gateway.client()) {
            for (int i = 0; i < 4; i++) {
                client.send("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
                assertThat(client.answer().status()).isEqualTo(100);
                assertThat(client.send("hello").answer().body()).isEqualTo("good");
                assertThat(other.request().body()).isEqualTo("hello");
            }
        }
    }
}
