package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.protocol.grpc.GrpcFrames;
import io.weir.protocol.grpc.GrpcWebForm;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers of backends in gRPC-Web, and its bodies as text. */
final class WebAnswerTest {
    private static final String GRPC = "content-type: application/grpc";
    private final Collected told = new Collected();

    private static WebAnswer answer(boolean text) {
        return new WebAnswer(new GrpcWebForm("application/grpc-web+proto", text));
    }

    private static String trailersOf(byte[] body, int from) {
        GrpcFrames frames = new GrpcFrames(10_000);
        frames.add(body, from, body.length - from);
        assertThat(frames.next()).isEqualTo(GrpcFrames.Found.MESSAGE);
        assertThat(frames.flags()).isEqualTo(GrpcFrames.TRAILERS);
        assertThat(frames.isEmpty()).isTrue();
        return new String(frames.message(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void messagesStayAndTrailersAreAFrameAtTheEnd() {
        WebAnswer answer = answer(false);
        answer.onHead(Collected.head(200, GRPC, "x-a: 1", "content-length: 7"), told);
        assertThat(told.lines()).isEqualTo("Content-Type: application/grpc-web+proto\r\nx-a: 1\r\n");
        byte[] frame = GrpcFrames.frame(0, new byte[] {1, 2});
        answer.onData(frame, told);
        assertThat(told.bytes()).isEqualTo(frame);
        answer.onEnd(Collected.trailers("grpc-status: 0", "X-More: Yes: No"), told);
        assertThat(trailersOf(told.bytes(), frame.length)).isEqualTo("grpc-status: 0\r\nx-more: Yes: No\r\n");
        assertThat(told.isOver()).isTrue();
    }

    @Test
    void aCodeInTheHeadIsAFrameAsWell() {
        answer(false).onHead(Collected.head(200, GRPC, "grpc-status: 5", "grpc-message: no", "x-a: 1"), told);
        assertThat(trailersOf(told.bytes(), 0)).isEqualTo("grpc-status: 5\r\ngrpc-message: no\r\n");
        assertThat(told.lines()).contains("x-a: 1").doesNotContain("grpc-status");
        assertThat(told.isOver()).isTrue();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"200, 2", "503, 14", "404, 12", "401, 16"})
    void whatIsNotGrpcIsACode(int status, int code) {
        answer(false).onHead(Collected.head(status, "content-type: text/html", "x-a: 1"), told);
        assertThat(told.status()).isEqualTo(200);
        assertThat(trailersOf(told.bytes(), 0)).startsWith("grpc-status: " + code + "\r\n");
    }

    @Test
    void anEndWithoutACodeIsOne() {
        WebAnswer answer = answer(false);
        answer.onHead(Collected.head(200, GRPC), told);
        answer.onEnd(new byte[0], told);
        assertThat(trailersOf(told.bytes(), 0)).startsWith("grpc-status: 2\r\n");
    }

    @Test
    void asTextEachPartIsAPieceOfItsOwn() {
        WebAnswer answer = answer(true);
        answer.onHead(Collected.head(200, GRPC), told);
        answer.onData(new byte[] {0}, told);
        answer.onData(new byte[] {0, 0}, told);
        assertThat(told.text()).isEqualTo("AA==AAA=");
        answer.onEnd(Collected.trailers("grpc-status: 0"), told);
        byte[] decoded = Objects.requireNonNull(WebText.decode(told.bytes()));
        assertThat(decoded).startsWith(0, 0, 0);
        assertThat(trailersOf(decoded, 3)).isEqualTo("grpc-status: 0\r\n");
    }

    @Test
    void piecesOfTextAreReadHoweverTheyWereCut() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 1_000; turn++) {
            byte[] bytes = new byte[random.nextInt(60)];
            random.nextBytes(bytes);
            StringBuilder text = new StringBuilder();
            int at = 0;
            while (at < bytes.length) {
                int length = Math.min(bytes.length - at, 1 + random.nextInt(20));
                byte[] piece = java.util.Arrays.copyOfRange(bytes, at, at + length);
                text.append(Base64.getEncoder().encodeToString(piece));
                at += length;
            }
            assertThat(WebText.decode(text.toString().getBytes(StandardCharsets.US_ASCII)))
                    .as("seed %d", seed)
                    .isEqualTo(bytes);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            textBlock =
                    """
        'A',      one character
        'AA=A',   padding in the middle
        '====',   padding alone
        'AA A',   a space
        'AA-_',   another alphabet
        'AA==A',  something behind
        """)
    void whatIsNoTextIsNone(String text, String reason) {
        assertThat(WebText.decode(text.getBytes(StandardCharsets.US_ASCII)))
                .as(reason)
                .isNull();
    }

    @ParameterizedTest(name = "{0}: {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
        application/grpc-web              | true  | false | application/grpc       | nothing is said of messages
        application/grpc-web+proto        | true  | false | application/grpc+proto | the usual one
        application/grpc-web-text         | true  | true  | application/grpc       | as text
        application/grpc-web-text+proto   | true  | true  | application/grpc+proto | as text
        application/grpc-web+x.y-1        | true  | false | application/grpc+x.y-1 | messages of another kind
        application/grpc                  | false | false |                        | gRPC itself
        application/grpc-webs             | false | false |                        | another type
        application/grpc-web-texts        | false | false |                        | another type
        application/grpc-web+             | false | false |                        | a kind without a name
        application/grpc-web+a, text/html | false | false |                        | two types
        application/json                  | false | false |                        | another type
        """)
    void callsAreKnownByTheirType(String type, boolean call, boolean text, String grpc, String reason) {
        WebType parsed = WebType.parse(type);
        assertThat(parsed != null).as(reason).isEqualTo(call);
        if (parsed != null) {
            assertThat(parsed.text()).as(reason).isEqualTo(text);
            assertThat(parsed.grpc()).as(reason).isEqualTo(grpc);
        }
    }
}
