package io.weir.node.filter.transform.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Types;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.msgpack.core.MessagePack;

/** Laws: what a format writes it reads again, for any tree that it has a form for. */
final class FormatTreesTest {
    private static final int ROUNDS = 1_000;
    private static final int DEPTH = 64;

    static Stream<Arguments> formats() {
        return Stream.of(
                Arguments.of("JSON", new JsonCodec(DEPTH)),
                Arguments.of("XML", new XmlCodec(Transform.Xml.DEFAULT, DEPTH)),
                Arguments.of("XML of texts", new XmlCodec(xml(Optional.empty(), Types.TEXT), DEPTH)),
                Arguments.of("XML with a root", new XmlCodec(xml(Optional.of("root"), Types.INFERRED), DEPTH)),
                Arguments.of("YAML", new YamlCodec(DEPTH)),
                Arguments.of("CBOR", new CborCodec(DEPTH)));
    }

    private static Transform.Xml xml(Optional<String> root, Types types) {
        return new Transform.Xml(root, types, List.of("a", "b c"), List.of("text", "1"), true);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("formats")
    void anyTreeComesBack(String name, Codec codec) throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            JsonNode tree = new RandomTrees(new Random(seed)).next(4);
            byte[] written = codec.write(tree);
            assertSame(name + ", seed " + seed, codec.read(written, ""), tree, written);
        }
    }

    private static void assertSame(String what, JsonNode read, JsonNode tree, byte[] written) {
        assertThat(read.equals(RandomTrees.BY_VALUE, tree))
                .as("%s: %s became %s by %s", what, tree, read, new String(written, StandardCharsets.UTF_8))
                .isTrue();
    }

    @Test
    void anyTreeWhoseNumbersItHasComesBackFromMessagePack() throws Exception {
        Codec codec = new MsgpackCodec(DEPTH);
        int refused = 0;
        for (long seed = 0; seed < ROUNDS; seed++) {
            JsonNode tree = new RandomTrees(new Random(seed)).next(4);
            try {
                byte[] written = codec.write(tree);
                assertSame("MessagePack, seed " + seed, codec.read(written, ""), tree, written);
                MessagePack.newDefaultUnpacker(written).unpackValue();
            } catch (BodyFault e) {
                assertThat(e.problem().status()).isEqualTo(422);
                refused++;
            }
        }
        assertThat(refused).isLessThan(ROUNDS / 2);
    }

    @Test
    void whatTheLibraryOfMessagePackWritesIsRead() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            JsonNode tree = new RandomTrees(new Random(seed)).next(4);
            byte[] own;
            try {
                own = new MsgpackCodec(DEPTH).write(tree);
            } catch (BodyFault e) {
                continue;
            }
            var packer = MessagePack.newDefaultBufferPacker();
            packer.packValue(MessagePack.newDefaultUnpacker(own).unpackValue());
            byte[] theirs = packer.toByteArray();
            assertSame("seed " + seed, new MsgpackCodec(DEPTH).read(theirs, ""), tree, theirs);
        }
    }

    @Test
    void anArrayOfAnythingComesBackFromLines() throws Exception {
        Codec codec = new NdjsonCodec(DEPTH);
        for (long seed = 0; seed < ROUNDS; seed++) {
            JsonNode tree = new RandomTrees(new Random(seed)).array(3);
            byte[] written = codec.write(tree);
            assertSame("lines, seed " + seed, codec.read(written, ""), tree, written);
        }
    }

    @Test
    void anObjectOfTextsComesBackFromAForm() throws Exception {
        Codec codec = new FormCodec(Types.TEXT, DEPTH);
        for (long seed = 0; seed < ROUNDS; seed++) {
            JsonNode tree = new RandomTrees(new Random(seed)).form(3);
            byte[] written = codec.write(tree);
            assertSame("form, seed " + seed, codec.read(written, ""), tree, written);
        }
    }

    @Test
    void recordsOfTextsComeBackFromCsv() throws Exception {
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            char delimiter = ",;\t".charAt(random.nextInt(3));
            JsonNode records = new RandomTrees(random).records();
            byte[] text = RandomTrees.csv(records, delimiter, random).getBytes(StandardCharsets.UTF_8);
            Codec codec = new CsvCodec(new Transform.Csv(delimiter, Types.TEXT));
            assertSame("CSV, seed " + seed, codec.read(text, ""), records, text);
        }
    }

    @Test
    void randomBytesAreReadOrRefusedByEveryFormat() {
        List<Codec> codecs = List.of(
                new JsonCodec(DEPTH),
                new XmlCodec(Transform.Xml.DEFAULT, DEPTH),
                new YamlCodec(DEPTH),
                new CborCodec(DEPTH),
                new MsgpackCodec(DEPTH),
                new NdjsonCodec(DEPTH),
                new FormCodec(Types.INFERRED, DEPTH),
                new CsvCodec(Transform.Csv.DEFAULT));
        for (long seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            for (Codec codec : codecs) {
                byte[] bytes = mutated(codec, random);
                try {
                    codec.read(bytes, "");
                } catch (BodyFault e) {
                    assertThat(e.problem().status()).isBetween(400, 422);
                } catch (RuntimeException | StackOverflowError e) {
                    throw new AssertionError(
                            "seed " + seed + ", " + codec.getClass().getSimpleName(), e);
                }
            }
        }
    }

    private static byte[] mutated(Codec codec, Random random) {
        byte[] bytes;
        try {
            bytes = codec.write(new RandomTrees(random).form(3));
        } catch (BodyFault e) {
            bytes = "a,\"b\"\r\n1,2\n".getBytes(StandardCharsets.UTF_8);
        }
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return bytes;
    }

    @Test
    void aTextThatLooksLikeSomethingElseStaysAText() throws Exception {
        for (String text : List.of(
                "1", "true", "null", "", " ", "~", "yes", "1e5", "0x1f", ".inf", "- a", "a: b", "# c", "\u0085",
                "\ufeff", "\r\n")) {
            for (Codec codec : List.of(
                    new JsonCodec(DEPTH),
                    new XmlCodec(Transform.Xml.DEFAULT, DEPTH),
                    new YamlCodec(DEPTH),
                    new CborCodec(DEPTH),
                    new MsgpackCodec(DEPTH))) {
                byte[] written = codec.write(TextNode.valueOf(text));
                assertThat(codec.read(written, ""))
                        .as("%s of %s", codec.getClass().getSimpleName(), text)
                        .isEqualTo(TextNode.valueOf(text));
            }
        }
    }
}
