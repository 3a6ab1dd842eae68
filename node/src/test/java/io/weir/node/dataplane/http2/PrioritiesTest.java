package io.weir.node.dataplane.http2;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.node.dataplane.fields.Urgency;
import io.weir.node.testkit.Documents;
import io.weir.node.testkit.Frame;
import io.weir.node.testkit.FrameClient;
import io.weir.node.testkit.Http2Code;
import io.weir.node.testkit.TestBackend;
import io.weir.node.testkit.TestGateway;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is more urgent to a client comes first (RFC 9218). */
class PrioritiesTest {
    private static final int WINDOW = 65_535;

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            u=0            | 0 | the most urgent
            u=7, i         | 7 | the least
            i, u=5         | 5 | behind another member
            i,u=5;x=y      | 5 | with a parameter
            u=1, u=2       | 2 | the last one counts
            i              | 3 | nothing is said
            ''             | 3 | an empty dictionary
            u=8            | 3 | too large
            u=-1           | 3 | too small
            u=12           | 3 | two digits
            u              | 3 | no number
            uu=1           | 3 | another name
            """)
    void theUrgencyIsRead(String value, int urgency, String reason) {
        assertThat(Urgency.of(value, Urgency.USUAL)).as(reason).isEqualTo(urgency);
    }

    private static String answer(String request) {
        return TestBackend.ok("x".repeat(request.contains("/first") ? WINDOW : 40_000));
    }

    /** Streams in the order in which their bodies came, after the connection's window was closed. */
    private static List<Integer> order(FrameClient client, int first, List<Integer> streams) {
        streams.forEach(client::head);
        client.sync();
        client.window(0, 1 << 20);
        List<Integer> order = new ArrayList<>();
        int open = streams.size();
        while (open > 0) {
            Frame frame = client.await(Frame.DATA);
            if (order.isEmpty() || order.get(order.size() - 1) != frame.stream()) {
                order.add(frame.stream());
            }
            open -= frame.isEnd() ? 1 : 0;
        }
        assertThat(order).doesNotContain(first);
        return order;
    }

    private static int closeWindow(FrameClient client) {
        int first = client.get("/first");
        client.bytes(first, WINDOW);
        return first;
    }

    @Test
    void theMoreUrgentAnswerComesFirst() {
        try (TestBackend backend = TestBackend.answering(request -> answer(request.start()));
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("protocols: [h2c]").toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int first = closeWindow(client);
            int least = client.get("/a", "priority", "u=7");
            int usual = client.get("/b");
            int most = client.get("/c", "priority", "u=0");
            assertThat(order(client, first, List.of(least, usual, most))).containsExactly(most, usual, least);
        }
    }

    @Test
    void anUrgencyCanChangeWhileTheAnswerWaits() {
        try (TestBackend backend = TestBackend.answering(request -> answer(request.start()));
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("protocols: [h2c]").toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int first = closeWindow(client);
            int one = client.get("/a", "priority", "u=1");
            int other = client.get("/b", "priority", "u=2");
            client.head(one);
            client.head(other);
            byte[] value = "u=6".getBytes(StandardCharsets.US_ASCII);
            client.frame(
                    0x10, 0, 0, ByteBuffer.allocate(7).putInt(one).put(value).array());
            assertThat(order(client, first, List.of(one, other))).containsExactly(other, one);
        }
    }

    @Test
    void whatIsEquallyUrgentTakesTurns() {
        try (TestBackend backend = TestBackend.answering(request -> answer(request.start()));
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("protocols: [h2c]").toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int first = closeWindow(client);
            int one = client.get("/a");
            int other = client.get("/b");
            assertThat(order(client, first, List.of(one, other))).hasSizeGreaterThan(2);
        }
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            i              | true  | the member alone
            u=7, i         | true  | behind another
            u=7,\ti;x=1    | true  | with a parameter
            i=?1           | true  | as a boolean
            i=?0           | false | as the other one
            i, i=?0        | false | the last one counts
            u=1            | false | nothing is said
            ''             | false | an empty dictionary
            i=1            | false | a number
            ii             | false | another name
            i=?2           | false | no boolean
            """)
    void whetherPartsAreOfUseIsRead(String value, boolean incremental, String reason) {
        assertThat(Urgency.incremental(value, false)).as(reason).isEqualTo(incremental);
    }

    private interface Asking {
        List<Integer> ask(FrameClient client);
    }

    /** The order of three answers to what is asked while the connection's window is closed. */
    private static List<Integer> ordered(Asking asking) {
        try (TestBackend backend = TestBackend.answering(request -> answer(request.start()));
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("protocols: [h2c]").toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            int first = closeWindow(client);
            return order(client, first, asking.ask(client));
        }
    }

    private static void update(FrameClient client, int stream, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.US_ASCII);
        client.frame(
                0x10,
                0,
                0,
                ByteBuffer.allocate(4 + bytes.length).putInt(stream).put(bytes).array());
    }

    @Test
    void whatIsOfNoUseInPartsIsSentAsAWhole() {
        assertThat(ordered(client -> {
                    int one = client.get("/a", "priority", "u=3");
                    client.head(one);
                    int other = client.get("/b", "priority", "u=3");
                    return List.of(one, other);
                }))
                .containsExactly(3, 5);
        assertThat(ordered(client ->
                        List.of(client.get("/a", "priority", "u=3, i"), client.get("/b", "priority", "u=3, i"))))
                .hasSizeGreaterThan(2);
    }

    /** One that is sent as a whole, and does not end, starves nobody. */
    @Test
    void whatIsSentAsAWholeTakesTurnsWithWhatTakesTurns() {
        assertThat(ordered(
                        client -> List.of(client.get("/a", "priority", "u=3"), client.get("/b", "priority", "u=3, i"))))
                .hasSizeGreaterThan(2);
    }

    @Test
    void anUrgencyCanBeSaidBeforeTheRequest() {
        assertThat(ordered(client -> {
                    update(client, 5, "u=7");
                    update(client, 7, "u=6");
                    update(client, 7, "u=0");
                    update(client, 9, "u=5"); // of one that never comes
                    int usual = client.get("/a", "priority", "u=2");
                    client.head(usual);
                    int least = client.get("/b", "priority", "u=1");
                    client.head(least);
                    int most = client.get("/c");
                    return List.of(usual, least, most);
                }))
                .containsExactly(7, 3, 5);
    }

    @Test
    void urgenciesOfMoreStreamsThanThereMayBeEndTheConnection() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(Documents.to(backend)
                        .listener("protocols: [h2c], limits: { streams: 3 }")
                        .toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            for (int i = 1; i <= 5; i += 2) {
                update(client, i, "u=1");
            }
            assertThat(client.answer(client.get("/")).status()).isEqualTo(200);
            update(client, 9, "u=1");
            update(client, 11, "u=1");
            assertThat(client.goneAway().code()).isEqualTo(Http2Code.PROTOCOL_ERROR);
        }
    }

    @Test
    void onlyStreamsOfTheClientHaveAPriority() {
        try (TestBackend backend = TestBackend.saying("hello");
                TestGateway gateway = TestGateway.start(
                        Documents.to(backend).listener("protocols: [h2c]").toString());
                FrameClient client = FrameClient.plain(gateway.address("public"))) {
            update(client, 2, "u=1");
            assertThat(client.goneAway().code()).isEqualTo(Http2Code.PROTOCOL_ERROR);
        }
    }
}
