package io.weir.node.dataplane.body;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.weir.protocol.http.ParsedResponse;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A body's end is found wherever its bytes are cut. */
final class BodyReaderTest {
    private static BodyReader reader(String framing) {
        byte[] head = ("HTTP/1.1 200 OK\r\n" + framing + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        ParsedResponse response = new ParsedResponse();
        assertThat(response.parse(head, head.length)).isEqualTo(head.length);
        BodyReader reader = new BodyReader();
        reader.beginResponse(response.fields(), false);
        return reader;
    }

    private static BodyReader chunked() {
        return reader("Transfer-Encoding: chunked\r\n");
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    /** A body in chunks by chance, and what is in them. */
    private record Chunks(String wire, String data) {
        static Chunks random(long seed) {
            Random random = new Random(seed);
            StringBuilder wire = new StringBuilder();
            StringBuilder data = new StringBuilder();
            for (int i = 0, n = random.nextInt(4); i < n; i++) {
                String part = "0\r\n\r\n5;x".repeat(4).substring(0, 1 + random.nextInt(30));
                String size = Integer.toHexString(part.length());
                wire.append(random.nextBoolean() ? size : "00" + size.toUpperCase(java.util.Locale.ROOT));
                wire.append(random.nextInt(3) == 0 ? ";a=\"b;c\"" : random.nextInt(3) == 0 ? " \t" : "");
                wire.append("\r\n").append(part).append("\r\n");
                data.append(part);
            }
            wire.append(random.nextBoolean() ? "0" : "000").append("\r\n");
            wire.append(random.nextBoolean() ? "Digest: x\r\nA:\r\n" : "").append("\r\n");
            return new Chunks(wire.toString(), data.toString());
        }
    }

    @Test
    void chunksEndAtTheirEndWhereverTheyAreCut() {
        for (int seed = 0; seed < 300; seed++) {
            Chunks chunks = Chunks.random(seed);
            for (int cut = 0; cut <= chunks.wire.length(); cut++) {
                BodyReader reader = chunked();
                ByteBuf plain = Unpooled.buffer();
                reader.read(bytes(chunks.wire.substring(0, cut)), plain);
                assertThat(reader.ended()).isEqualTo(cut == chunks.wire.length());
                ByteBuf rest = bytes(chunks.wire.substring(cut) + "next");
                reader.read(rest, plain);
                String where = "seed " + seed + ", cut at " + cut;
                assertThat(reader.bad()).as(where).isFalse();
                assertThat(reader.ended()).as(where).isTrue();
                assertThat(rest.toString(StandardCharsets.ISO_8859_1)).as(where).isEqualTo("next");
                assertThat(plain.toString(StandardCharsets.ISO_8859_1))
                        .as(where)
                        .isEqualTo(chunks.data);
                assertThat(reader.data()).as(where).isEqualTo(chunks.data.length());
            }
        }
    }

    @Test
    void damagedChunksNeverHangOrThrow() {
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            StringBuilder wire = new StringBuilder(Chunks.random(seed).wire);
            wire.setCharAt(random.nextInt(wire.length()), (char) random.nextInt(256));
            BodyReader reader = chunked();
            ByteBuf in = bytes(wire.toString());
            reader.read(in, null);
            assertThat(reader.ended() || reader.bad() || !in.isReadable())
                    .as("seed %d", seed)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "g\r\n",
                "5\n",
                "5 5\r\n",
                "5 x\r\n",
                "5,\r\n",
                "5\rx",
                "-5\r\n",
                "5\r\nhelloX",
                "5\r\nhello\rX",
                "0\r\nTransfer-Encoding: chunked\r\n",
                "0\r\nA b: c\r\n",
                "0\r\n\rX",
                "0\r\nA: b\n",
                "5;a\u0000",
                "1000000000000000\r\n",
                ";a\r\n",
                " 5\r\n"
            })
    void whatIsNoChunkIsBad(String wire) {
        BodyReader reader = chunked();
        reader.read(bytes(wire), null);
        assertThat(reader.bad()).isTrue();
        assertThat(reader.ended()).isFalse();
    }

    @Test
    void extensionsAndTrailersAreBounded() {
        BodyReader extended = chunked();
        extended.read(bytes("5;" + "x".repeat(300)), null);
        assertThat(extended.bad()).isTrue();
        BodyReader padded = chunked();
        padded.read(bytes("5" + " ".repeat(300)), null);
        assertThat(padded.bad()).isTrue();
        BodyReader trailing = chunked();
        trailing.read(bytes("0\r\n" + "A: bbbbbbb\r\n".repeat(1000)), null);
        assertThat(trailing.bad()).isTrue();
    }

    @Test
    void aReaderIsReadyForAnotherBodyAfterABadOne() {
        BodyReader reader = chunked();
        reader.read(bytes("5\r\nhelloX"), null);
        byte[] head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
        ParsedResponse response = new ParsedResponse();
        response.parse(head, head.length);
        reader.beginResponse(response.fields(), false);
        reader.read(bytes("3\r\nabc\r\n0\r\n\r\n"), null);
        assertThat(reader.ended()).isTrue();
        assertThat(reader.data()).isEqualTo(3);
    }

    @Test
    void aLengthIsCountedDown() {
        BodyReader reader = reader("Content-Length: 5\r\n");
        reader.read(bytes("hel"), null);
        assertThat(reader.left()).isEqualTo(2);
        ByteBuf rest = bytes("lonext");
        reader.read(rest, null);
        assertThat(reader.ended()).isTrue();
        assertThat(rest.toString(StandardCharsets.ISO_8859_1)).isEqualTo("next");
    }

    @Test
    void aBodyWithoutFramingEndsWithItsConnection() {
        BodyReader reader = reader("");
        reader.read(bytes("anything"), null);
        assertThat(reader.framing()).isEqualTo(BodyReader.Framing.CLOSE);
        assertThat(reader.ended()).isFalse();
        assertThat(reader.data()).isEqualTo(8);
    }
}
