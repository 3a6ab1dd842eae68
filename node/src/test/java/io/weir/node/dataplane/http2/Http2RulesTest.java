package io.weir.node.dataplane.http2;

import static io.weir.node.testkit.Http2Code.PROTOCOL_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.dataplane.tls.TlsEngine;
import io.weir.node.state.TicketKeys;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.FramePeer;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestCa;
import io.weir.node.testkit.TestCertificates;
import io.weir.node.testkit.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What RFC 9113 forbids clients, each with the error that it is answered with, and what it makes the gateway bear; with a
 * canary that goes on. Whether it is all of it can be seen in {@code docs/rfc9113.md}.
 */
class Http2RulesTest {
    private static final TestBackend BACKEND = TestBackend.playing(connection ->
            connection.answerAll(request -> request.start().contains("/wait") ? "" : TestBackend.ok(request.body())));
    private static final TestGateway GATEWAY = TestGateway.start(Documents.to(BACKEND)
            .listener("protocols: [http/1.1, h2c], limits: { streams: 4, head: 4KiB }")
            .toString());
    private static final FrameClient CANARY = client().sync();

    private static FrameClient client() {
        return FrameClient.plain(GATEWAY.address("public"));
    }

    @AfterAll
    static void stop() {
        CANARY.close();
        GATEWAY.close();
        BACKEND.close();
    }

    private static void canary() {
        assertThat(CANARY.answer(CANARY.get("/")).status()).as("the canary").isEqualTo(200);
    }

    static List<Breach> ofConnections() {
        return ConnectionBreaches.all();
    }

    @ParameterizedTest
    @MethodSource
    void ofConnections(Breach breach) {
        try (FrameClient client = client()) {
            breach.act().accept(client);
            assertThat(client.goneAway().code()).as(breach.toString()).isEqualTo(breach.code());
            assertThat(client.isAtItsEnd()).isTrue();
        }
        canary();
    }

    static List<Breach> ofStreams() {
        return StreamBreaches.all();
    }

    @ParameterizedTest
    @MethodSource
    void ofStreams(Breach breach) {
        try (FrameClient client = client()) {
            breach.act().accept(client);
            assertThat(client.resetOf(breach.stream())).as(breach.toString()).isEqualTo(breach.code());
            Breach.good(client, 101);
            assertThat(client.answer(101).status()).as("another stream").isEqualTo(200);
        }
    }

    static List<Breach> ofBeginnings() {
        return List.of(
                beginning("no SETTINGS behind the preface, but PING", client -> client.ping(1)),
                beginning("no SETTINGS behind the preface, but a request", client -> Breach.good(client, 1)),
                beginning("an acknowledgement in place of the first SETTINGS", FramePeer::ackSettings),
                beginning("SETTINGS on a stream as the first ones", Breach.frame(Frame.SETTINGS, 0, 1)));
    }

    private static Breach beginning(String name, Consumer<FrameClient> act) {
        return Breach.connection("3.4", name, PROTOCOL_ERROR, act);
    }

    @ParameterizedTest
    @MethodSource
    void ofBeginnings(Breach breach) {
        try (FrameClient client = FrameClient.silent(GATEWAY.address("public"))) {
            client.raw(FrameClient.prefaceBytes());
            breach.act().accept(client);
            assertThat(client.goneAway().code()).as(breach.toString()).isEqualTo(breach.code());
            assertThat(client.isAtItsEnd()).isTrue();
        }
        canary();
    }

    @Test
    void whoAgreesToH2AndDoesNotSpeakItIsSentAway() {
        TestCa ca = TestCa.root("root");
        TestCertificates certificates = new TestCertificates()
                .put("example-com", ca.leaf("localhost").hosts("localhost").issue());
        try (TestGateway gateway = TestGateway.start(
                        certificates.ports(TlsEngine.best(), TicketKeys.OWN),
                        Documents.to(BACKEND).tls("", "example-com").toString());
                FrameClient client = FrameClient.agreed(gateway.address("public"), ca.trusting(), "localhost")) {
            client.raw("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.goneAway().code()).isEqualTo(PROTOCOL_ERROR);
            assertThat(client.isAtItsEnd()).isTrue();
        }
    }

    /** What RFC 9113 makes a receiver bear. */
    static List<Breach> bears() {
        return List.of(
                borne(
                        "4.1",
                        "a reserved bit before a stream's number",
                        client -> client.frame(Frame.PING, 0, Integer.MIN_VALUE, new byte[8])),
                borne("4.1", "flags that mean nothing", Breach.frame(Frame.PING, 0xfe, 0, 1, 2, 3, 4, 5, 6, 7, 8)),
                borne("4.3", "a head in many parts", Breach.inHead(client -> client.frame(
                                Frame.CONTINUATION, 0, 1, client.block(":scheme", "http"))
                        .frame(Frame.CONTINUATION, 0, 1, client.block(":path", "/"))
                        .frame(Frame.CONTINUATION, Frame.END_HEADERS, 1, client.block(":authority", "a")))),
                borne(
                        "5.1",
                        "WINDOW_UPDATE after the end of the request",
                        Breach.onWaiting(client -> client.window(1, 1))),
                borne(
                        "5.1",
                        "PRIORITY after the end of the request",
                        Breach.onWaiting(Breach.frame(Frame.PRIORITY, 0, 1, 0, 0, 0, 3, 1))),
                borne("5.1", "WINDOW_UPDATE on a stream that is closed", Breach.onEnded(client -> client.window(1, 1))),
                borne(
                        "5.1",
                        "RST_STREAM on a stream that is closed",
                        Breach.onEnded(client -> client.reset(1, Http2Code.CANCEL))),
                borne(
                        "5.1",
                        "PRIORITY on a stream that is closed",
                        Breach.onEnded(Breach.frame(Frame.PRIORITY, 0, 1, 0, 0, 0, 3, 1))),
                borne("5.1", "DATA and trailers on a stream that the gateway has reset", client -> {
                    client.request("POST", "/", false, "connection", "close");
                    client.data(1, false, "x").headers(1, true, "a", "b");
                }),
                borne("5.3", "PRIORITY on an idle stream", Breach.frame(Frame.PRIORITY, 0, 99, 0, 0, 0, 3, 1)),
                borne(
                        "5.3",
                        "HEADERS with a priority",
                        client -> client.frame(
                                Frame.HEADERS,
                                Frame.END_HEADERS | Frame.END_STREAM | Frame.WITH_PRIORITY,
                                1,
                                Breach.bytes(0, 0, 0, 0, 1, 0x82, 0x84, 0x86, 0x01, 1, 'a'))),
                borne("5.5", "an unknown frame", Breach.onWaiting(Breach.frame(0x77, 0xff, 1, 1))),
                borne("5.5", "an unknown frame on an idle stream", Breach.frame(0x77, 0xff, 9, 1)),
                borne("5.5", "an unknown frame on the connection", Breach.frame(0x77, 0xff, 0, 1)),
                borne("6.5.2", "an unknown setting", Breach.setting(0x7777, -1)),
                borne("6.5.2", "the same setting twice", client -> client.settings(4, 1, 4, 65_535)),
                borne("6.5.2", "a table of HPACK larger than any", Breach.setting(1, -1)),
                borne("6.5.2", "no table of HPACK", client -> {
                    client.settings(1, 0);
                    client.answer(client.get("/"));
                }),
                borne(
                        "7",
                        "RST_STREAM with an unknown code",
                        Breach.onOpen(Breach.frame(Frame.RST_STREAM, 0, 1, 0x77, 0, 0, 1))),
                borne("7", "GOAWAY with an unknown code", Breach.frame(Frame.GOAWAY, 0, 0, 0, 0, 0, 0, 0x77, 0, 0, 1)),
                borne("8.1", "RST_STREAM behind the answer to half a request", client -> {
                    client.request("POST", "/", false);
                    client.reset(1, Http2Code.NO_ERROR);
                }));
    }

    private static Breach borne(String section, String name, Consumer<FrameClient> act) {
        return new Breach(section, name, 0, Http2Code.NO_ERROR, act);
    }

    @ParameterizedTest
    @MethodSource
    void bears(Breach what) {
        try (FrameClient client = client()) {
            what.act().accept(client);
            Breach.good(client, 101);
            assertThat(client.answer(101).status()).as(what.toString()).isEqualTo(200);
        }
    }
}
