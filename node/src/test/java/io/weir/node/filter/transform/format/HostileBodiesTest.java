package io.weir.node.filter.transform.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.management.ThreadMXBean;
import io.weir.config.model.Transform;
import io.weir.config.model.Transform.Types;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bodies that mean harm: each is refused with a clear word, at once, and costs no more memory than a few times its size. */
final class HostileBodiesTest {
    private static final int DEPTH = 64;
    private static final Codec JSON = new JsonCodec(DEPTH);
    private static final Codec XML = new XmlCodec(Transform.Xml.DEFAULT, DEPTH);
    private static final Codec YAML = new YamlCodec(DEPTH);
    private static final Codec CBOR = new CborCodec(DEPTH);
    private static final Codec MSGPACK = new MsgpackCodec(DEPTH);
    private static final Codec NDJSON = new NdjsonCodec(DEPTH);
    private static final Codec FORM = new FormCodec(Types.TEXT, DEPTH);
    private static final Codec CSV = new CsvCodec(Transform.Csv.DEFAULT);

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] repeated(String hex, int times) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            out.writeBytes(hex(hex));
        }
        return out.toByteArray();
    }

    private static String attributes(int count) {
        StringBuilder all = new StringBuilder("<a");
        for (int i = 0; i < count; i++) {
            all.append(" a").append(i).append("='1'");
        }
        return all.append("/>").toString();
    }

    static Stream<Arguments> bodies() {
        return Stream.of(
                Arguments.of(
                        "entity expansion",
                        XML,
                        text("<!DOCTYPE a [<!ENTITY b 'b'><!ENTITY c '&b;&b;'>]><a>&c;</a>"),
                        "document type"),
                Arguments.of(
                        "an external entity",
                        XML,
                        text("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
                        "document type"),
                Arguments.of(
                        "an external subset",
                        XML,
                        text("<!DOCTYPE a SYSTEM 'http://127.0.0.1:1/a.dtd'><a/>"),
                        "document type"),
                Arguments.of(
                        "a parameter entity",
                        XML,
                        text("<!DOCTYPE a [<!ENTITY % b SYSTEM 'file:///etc/passwd'> %b;]><a/>"),
                        "document type"),
                Arguments.of("an unknown entity", XML, text("<a>&b;</a>"), "no XML that is taken here"),
                Arguments.of(
                        "an unknown entity in an attribute", XML, text("<a b='&b;'/>"), "no XML that is taken here"),
                Arguments.of("elements too deep", XML, text("<a>".repeat(100_000)), "deeper than 64"),
                Arguments.of("a flood of attributes", XML, text(attributes(10_000)), "no XML that is taken here"),
                Arguments.of("an attribute twice", XML, text("<a b='1' b='2'/>"), "no XML that is taken here"),
                Arguments.of("an unbound prefix", XML, text("<p:a/>"), "no XML that is taken here"),
                Arguments.of("mixed content", XML, text("<a>x<b/>y</a>"), "text beside one another"),
                Arguments.of("XML 1.1", XML, text("<?xml version='1.1'?><a/>"), "XML 1.1"),
                Arguments.of("two roots", XML, text("<a/><b/>"), "no XML that is taken here"),
                Arguments.of("a NUL by reference", XML, text("<a>&#0;</a>"), "no XML that is taken here"),
                Arguments.of("a surrogate by reference", XML, text("<a>&#xD800;</a>"), "no XML that is taken here"),
                Arguments.of("half a character in a name", XML, text("<_xD800_/>"), "lone surrogate"),
                Arguments.of("invalid UTF-8 in XML", XML, hex("3c 61 3e ff 3c 2f 61 3e"), "It is not UTF-8"),
                Arguments.of(
                        "a number that claims to be one",
                        XML,
                        text("<a xmlns:w='urn:weir:json' w:type='number'>x</a>"),
                        "no JSON"),
                Arguments.of(
                        "a hint that means nothing",
                        XML,
                        text("<a xmlns:w='urn:weir:json' w:type='java'>x</a>"),
                        "means nothing"),
                Arguments.of(
                        "a huge number behind a hint",
                        XML,
                        text("<a xmlns:w='urn:weir:json' w:type='number'>1e1000000</a>"),
                        "beyond e999"),
                Arguments.of("JSON too deep", JSON, text("[".repeat(100_000)), "deeper than 64"),
                Arguments.of("a huge number", JSON, text("1e1000000"), "beyond e999"),
                Arguments.of("a huge number of digits", JSON, text("9".repeat(900)), "more than 100 characters"),
                Arguments.of("a name twice", JSON, text("{\"a\":1,\"a\":2}"), "twice"),
                Arguments.of("a name twice, once by an escape", JSON, text("{\"a\":1,\"\\u0061\":2}"), "twice"),
                Arguments.of("invalid UTF-8 in JSON", JSON, hex("22 c0 af 22"), "UTF-8"),
                Arguments.of("UTF-16", JSON, "[1]".getBytes(StandardCharsets.UTF_16LE), "UTF-8"),
                Arguments.of("a lone surrogate", JSON, text("\"\\ud800\""), "lone surrogate"),
                Arguments.of("a lone surrogate in a name", JSON, text("{\"\\udc00\":1}"), "lone surrogate"),
                Arguments.of("something behind it", JSON, text("{} {}"), "follows after its end"),
                Arguments.of("nothing", JSON, text(" "), "empty"),
                Arguments.of("a bomb of aliases", YAML, text("a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]"), "anchor"),
                Arguments.of("an alias to itself", YAML, text("a: *a"), "alias"),
                Arguments.of("a tag", YAML, text("!!javax.script.ScriptEngineManager []"), "tag"),
                Arguments.of("a tag of a text", YAML, text("a: !!binary eA=="), "tag"),
                Arguments.of("YAML too deep", YAML, text("[".repeat(100_000)), "deeper than 64"),
                Arguments.of("YAML too deep by indents", YAML, text("- ".repeat(10_000)), "deeper than 64"),
                Arguments.of("two documents", YAML, text("--- 1\n--- 2"), "more than one document"),
                Arguments.of("a mapping for a name", YAML, text("? {a: 1}\n: 2"), "name is a mapping"),
                Arguments.of("a name twice in YAML", YAML, text("a: 1\na: 2"), "twice"),
                Arguments.of("a line without end", YAML, text("a:" + " ".repeat(300_000) + "b"), "a line of more than"),
                Arguments.of("infinity", YAML, text("-.inf"), "infinite"),
                Arguments.of("a huge number in YAML", YAML, text("1e1000000"), "beyond e999"),
                Arguments.of(
                        "a huge hexadecimal number", YAML, text("0x" + "f".repeat(190)), "more than 100 characters"),
                Arguments.of(
                        "CBOR that claims 2 GiB of text", CBOR, hex("7b 00 00 00 00 7f ff ff ff 61"), "ends too early"),
                Arguments.of("CBOR that claims 2 GiB of bytes", CBOR, hex("5a 7f ff ff ff 61"), "ends too early"),
                Arguments.of("CBOR that claims 4 billion items", CBOR, hex("9a ff ff ff ff 01"), "ends too early"),
                Arguments.of(
                        "CBOR that claims more than a long",
                        CBOR,
                        hex("9b ff ff ff ff ff ff ff ff 01"),
                        "ends too early"),
                Arguments.of("indefinite arrays too deep", CBOR, repeated("9f", 100_000), "deeper than 64"),
                Arguments.of("tags upon tags", CBOR, repeated("c1", 100_000), "more than 16 tags"),
                Arguments.of(
                        "a big number of a megabyte",
                        CBOR,
                        concat(hex("c2 5a 00 0f 42 40"), new byte[1_000_000], 1),
                        "100 characters"),
                Arguments.of("a decimal with a huge exponent", CBOR, hex("c4 82 1a 3b 9a ca 00 01"), "beyond e999"),
                Arguments.of("NaN", CBOR, hex("f9 7e 00"), "infinite, or none"),
                Arguments.of("a name twice in CBOR", CBOR, hex("a2 61 61 01 61 61 02"), "twice"),
                Arguments.of("CBOR that ends too early", CBOR, hex("82 01"), "ends too early"),
                Arguments.of("chunks of a text within chunks", CBOR, hex("7f 7f 61 61 ff ff"), "no CBOR"),
                Arguments.of("half a character in a chunk of CBOR", CBOR, hex("7f 61 c3 61 bc ff"), "not UTF-8"),
                Arguments.of("a break without a beginning", CBOR, hex("ff"), "means nothing"),
                Arguments.of("a length of no kind", CBOR, hex("1c"), "no CBOR"),
                Arguments.of("a map for a name", CBOR, hex("a1 a0 01"), "neither text nor"),
                Arguments.of("something behind CBOR", CBOR, hex("01 02"), "follows after its end"),
                Arguments.of("invalid UTF-8 in CBOR", CBOR, hex("61 ff"), "not UTF-8"),
                Arguments.of(
                        "MessagePack that claims 4 billion items", MSGPACK, hex("dd ff ff ff ff 01"), "ends too early"),
                Arguments.of(
                        "MessagePack that claims 4 GiB of text", MSGPACK, hex("db ff ff ff ff 61"), "ends too early"),
                Arguments.of(
                        "MessagePack that claims 4 GiB of bytes", MSGPACK, hex("c6 ff ff ff ff 61"), "ends too early"),
                Arguments.of(
                        "MessagePack that claims 4 billion members",
                        MSGPACK,
                        hex("df ff ff ff ff a1 61"),
                        "ends too early"),
                Arguments.of("MessagePack too deep", MSGPACK, repeated("91", 100_000), "deeper than 64"),
                Arguments.of("an extension", MSGPACK, hex("d4 05 01"), "extension"),
                Arguments.of("invalid UTF-8 in MessagePack", MSGPACK, hex("a1 ff"), "not UTF-8"),
                Arguments.of("an infinite double", MSGPACK, hex("cb 7f f0 00 00 00 00 00 00"), "infinite"),
                Arguments.of("something behind MessagePack", MSGPACK, hex("01 02"), "follows after its end"),
                Arguments.of("a line that is no JSON", NDJSON, text("{}\n{"), "no JSON"),
                Arguments.of("a flood of fields", FORM, text("a=&".repeat(20_000)), "more than 10000 fields"),
                Arguments.of("a form too deep", FORM, text("a" + "[b]".repeat(10_000) + "=1"), "deeper than 64"),
                Arguments.of("brackets that do not match", FORM, text("a[b=1"), "do not belong together"),
                Arguments.of("a value and members", FORM, text("a=1&a[b]=2"), "stands for a value and"),
                Arguments.of("a broken escape", FORM, text("a=%zz"), "percent sign"),
                Arguments.of("invalid UTF-8 by escapes", FORM, text("a=%ff"), "not UTF-8"),
                Arguments.of("a column twice", CSV, text("a,a\n1,2"), "one twice"),
                Arguments.of("a record too short", CSV, text("a,b\n1\n"), "Line 2 has 1 fields, not 2"),
                Arguments.of("a quote that is not closed", CSV, text("a\n\"x"), "not closed"),
                Arguments.of("a flood of columns", CSV, text("a,".repeat(2_000)), "more than 1000 fields"));
    }

    private static byte[] concat(byte[] first, byte[] second, int last) {
        byte[] all = new byte[first.length + second.length];
        System.arraycopy(first, 0, all, 0, first.length);
        all[first.length] = (byte) last;
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void isRefusedWithAClearWord(String what, Codec codec, byte[] body, String word) {
        BodyFault fault = catchThrowableOfType(BodyFault.class, () -> codec.read(body, ""));
        assertThat(fault).as(what).isNotNull();
        assertThat(fault.problem().status()).isEqualTo(400);
        assertThat(fault.problem().detail()).contains(word);
        assertThat(fault.problem().detail()).doesNotContain("passwd", "javax", "com.");
    }

    /** All that is allocated on the way, which is more than is ever held. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("bodies")
    void costsNoMoreMemoryThanAFewTimesItsSize(String what, Codec codec, byte[] body, String word) {
        assertThat(allocated(codec, body)).as(what).isLessThan(256 * 1024 + 100L * body.length);
    }

    static Stream<Arguments> densest() {
        int size = 256 * 1024;
        return Stream.of(
                Arguments.of("JSON", JSON, text('[' + "0,".repeat(size / 2 - 1) + "0]")),
                Arguments.of("XML of empty elements", XML, text("<a>" + "<b/>".repeat(size / 4 - 2) + "</a>")),
                Arguments.of("XML of small elements", XML, text("<a>" + "<b><c/></b>".repeat(size / 11 - 2) + "</a>")),
                Arguments.of("XML of comments", XML, text("<a>" + "x<!-- -->".repeat(size / 9 - 1) + "</a>")),
                Arguments.of("XML of attributes", XML, text("<a>" + "<b c='1'/>".repeat(size / 10 - 1) + "</a>")),
                Arguments.of("YAML", YAML, text("- 0\n".repeat(size / 4))),
                Arguments.of("YAML in flow style", YAML, text('[' + "0,".repeat(size / 2 - 9) + "0]")),
                Arguments.of("CBOR", CBOR, concat(hex("9a 00 03 ff f0"), new byte[0x3fff0], 0)),
                Arguments.of("MessagePack", MSGPACK, concat(hex("dd 00 03 ff f0"), new byte[0x3fff0], 0)),
                Arguments.of("lines", NDJSON, text("0\n".repeat(size / 2))),
                Arguments.of("a form", FORM, text("a[]=1&".repeat(9_999))),
                Arguments.of("CSV", CSV, text("a\n" + "1\n".repeat(size / 2 - 1))));
    }

    /** Most of it is garbage at once. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("densest")
    void theDensestBodiesThatAreTakenAreNoBombs(String what, Codec codec, byte[] body) {
        assertThat(allocated(codec, body)).as(what).isLessThan(512L * 1024 + 600L * body.length);
    }

    private static long allocated(Codec codec, byte[] body) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 2; round++) {
            long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
            try {
                codec.read(body, "");
            } catch (BodyFault e) {
                assertThat(e.problem().status()).isEqualTo(400);
            }
            least = Math.min(
                    least,
                    threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
        }
        return least;
    }

    @Test
    void aValueForEachByteIsMoreThanIsTaken() {
        byte[] body = text('[' + "0,".repeat(1_100_000) + "0]");
        assertThat(catchThrowableOfType(BodyFault.class, () -> JSON.read(body, ""))
                        .problem()
                        .detail())
                .contains("more than 1000000 values");
    }

    @Test
    void prefixesThatGrowWithEachOtherAreNotWritten() throws Exception {
        StringBuilder json = new StringBuilder("{\"a\":{\"@xmlns:p\":\"u\"");
        for (int i = 0; i < 20_000; i++) {
            json.append(",\"@xmlns:p").append(i).append("\":\"u\"");
        }
        json.append(",\"c\":[").append("{\"@xmlns:q\":\"u\"},".repeat(20_000)).append("1]}}");
        JsonNode tree = JSON.read(text(json.toString()), "");
        assertThat(catchThrowableOfType(BodyFault.class, () -> XML.write(tree))
                        .problem()
                        .status())
                .isEqualTo(422);
    }

    @Test
    void charsetsThatAreNotKnownAreRefusedAsTypes() {
        for (Codec codec : new Codec[] {JSON, XML, YAML, FORM, CSV}) {
            assertThat(catchThrowableOfType(BodyFault.class, () -> codec.read(text("a"), "ebcdic"))
                            .problem()
                            .status())
                    .isEqualTo(415);
        }
    }

    static Stream<Arguments> encodings() {
        return Stream.of(
                Arguments.of("<a>\u00fc</a>", "UTF-8", "", "UTF-8 is what it is without a word"),
                Arguments.of(
                        "<?xml version='1.0' encoding='ISO-8859-1'?><a>\u00fc</a>",
                        "ISO-8859-1",
                        "",
                        "the document says"),
                Arguments.of(
                        "<?xml version='1.0' encoding='UTF-8'?><a>\u00fc</a>",
                        "ISO-8859-1",
                        "iso-8859-1",
                        "the type is right (RFC 7303)"),
                Arguments.of("\ufeff<a>\u00fc</a>", "UTF-16LE", "", "a mark"),
                Arguments.of("\ufeff<a>\u00fc</a>", "UTF-16BE", "iso-8859-1", "a mark is right before the type"),
                Arguments.of("\ufeff<a>\u00fc</a>", "UTF-8", "", "a mark that is not needed"),
                Arguments.of(
                        "<?xml version='1.0' encoding='UTF-16'?><a>\u00fc</a>", "UTF-16BE", "", "by its first bytes"),
                Arguments.of("<?xml version='1.0'?><a>\u00fc</a>", "UTF-16LE", "utf-16le", "the type says"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("encodings")
    void xmlIsReadInTheEncodingThatItHas(String xml, String encoding, String charset, String reason) throws Exception {
        assertThat(XML.read(xml.getBytes(encoding), charset).get("a").textValue())
                .as(reason)
                .isEqualTo("\u00fc");
    }
}
