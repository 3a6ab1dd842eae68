package io.weir.node.filter.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import io.weir.config.model.Validation.JsonLimits;
import io.weir.node.filter.validate.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Messages as JSON and back, beside the reference implementation. */
final class MessageJsonTest {
    private static final Descriptor EVERYTHING = Library.type("Everything");
    private static final MessageReader READER = new MessageReader(Library.TYPES, false);
    private static final MessageWriter WRITER = new MessageWriter(Library.TYPES);
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final Comparator<JsonNode> NUMBERS = (one, other) -> {
        boolean numbers = one.isNumber() && other.isNumber();
        return numbers ? Double.compare(one.doubleValue(), other.doubleValue()) : one.equals(other) ? 0 : 1;
    };

    private static Message read(String json) throws Mismatch {
        return READER.read(EVERYTHING, tree(json), At.BODY);
    }

    static JsonNode tree(String json) {
        JsonText.Result result = JsonText.read(
                json.getBytes(StandardCharsets.UTF_8),
                new JsonLimits(100, 10_000, 10_000, 100_000, 1_000, false),
                true);
        return Objects.requireNonNull(result.tree(), () -> json + ": " + result.refused());
    }

    private static String write(Message message) throws IOException {
        return new String(WRITER.json(message), StandardCharsets.UTF_8);
    }

    @Test
    void whatIsWrittenIsWhatTheReferenceWritesAndIsReadAgain() throws Exception {
        long seed = System.nanoTime();
        RandomMessages messages = new RandomMessages(new Random(seed));
        for (int turn = 0; turn < 1_000; turn++) {
            Message message = messages.of(EVERYTHING, 4);
            String own = write(message);
            String reference = Library.reference(message);
            assertThat(MAPPER.readTree(own).equals(NUMBERS, MAPPER.readTree(reference)))
                    .as("seed %d:%n%s%n%s", seed, own, reference)
                    .isTrue();
            assertThat(read(own)).as("seed %d: %s", seed, own).isEqualTo(message);
            assertThat(read(reference)).as("seed %d: %s", seed, reference).isEqualTo(message);
            assertThat(Library.reference(EVERYTHING, own))
                    .as("seed %d: %s", seed, own)
                    .isEqualTo(message);
        }
    }

    @ParameterizedTest(name = "{0} is {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        {"int32_field": 1}                     | {"int32Field":1}                       | by its own name
        {"otherName": "a"}                     | {"otherName":"a"}                      | by the name that it has in JSON
        {"renamed": "a"}                       | {"otherName":"a"}                      | ... or its own
        {"int32Field": "7"}                    | {"int32Field":7}                       | a number in quotes
        {"int32Field": 1.0}                    | {"int32Field":1}                       | without a fraction
        {"int32Field": 1e3}                    | {"int32Field":1000}                    | with an exponent
        {"int32Field": "-2147483648"}          | {"int32Field":-2147483648}             | the least
        {"uint32Field": 4294967295}            | {"uint32Field":4294967295}             | the most without sign
        {"uint64Field": 18446744073709551615}  | {"uint64Field":"18446744073709551615"} | of 64 bits as a text
        {"int64Field": 9007199254740993}       | {"int64Field":"9007199254740993"}      | exact
        {"int32Field": 0, "boolField": false}  | {}                                     | defaults are left out
        {"maybeInt32": 0}                      | {"maybeInt32":0}                       | but where presence counts
        {"int32Field": null, "texts": null}    | {}                                     | null is not set
        {"texts": []}                          | {}                                     | nor is nothing
        {"doubleField": 1.5e-3}                | {"doubleField":0.0015}                 | a fraction
        {"doubleField": "Infinity"}            | {"doubleField":"Infinity"}             | beyond numbers
        {"floatField": "-Infinity"}            | {"floatField":"-Infinity"}             | beyond numbers
        {"doubleField": 12}                    | {"doubleField":12}                     | whole numbers as such
        {"bytesField": "-_8="}                 | {"bytesField":"+/8="}                  | either alphabet
        {"bytesField": "+/8"}                  | {"bytesField":"+/8="}                  | without padding
        {"color": "RED"}                       | {"color":"RED"}                        | a constant by name
        {"color": 2}                           | {"color":"GREEN"}                      | by number
        {"color": 9}                           | {"color":9}                            | one that is not known
        {"colors": ["RED", 2, -3]}             | {"colors":["RED","GREEN","BLUE"]}      | many of them
        {"nested": {}}                         | {"nested":{}}                          | an empty message is there
        {"shelf": {"7": {"title": "a"}}}       | {"shelf":{"7":{"title":"a"}}}          | keys are texts
        {"paint": {"true": "RED"}}             | {"paint":{"true":"RED"}}               | of any type
        {"choiceText": ""}                     | {"choiceText":""}                      | the one that is set
        {"choiceNull": null}                   | {"choiceNull":null}                    | null is a value
        {"timestamp": "2026-11-25T13:00:00Z"}  | {"timestamp":"2026-11-25T13:00:00Z"}   | a time
        {"timestamp": "2026-11-25T13:00:00.1+01:00"} | {"timestamp":"2026-11-25T12:00:00.100Z"} | with an offset
        {"duration": "1.000000001s"}           | {"duration":"1.000000001s"}            | a duration
        {"duration": "-0.5s"}                  | {"duration":"-0.500s"}                 | a negative one
        {"mask": "a,bC.dE"}                    | {"mask":"a,bC.dE"}                     | a mask
        {"mask": ""}                           | {"mask":""}                            | an empty one
        {"struct": {"a": [1, null, {"b": "c"}]}} | {"struct":{"a":[1,null,{"b":"c"}]}}  | any JSON
        {"value": null}                        | {"value":null}                         | null is a value
        {"list": [true, 1.5]}                  | {"list":[true,1.5]}                    | a list
        {"wrappedInt64": "5"}                  | {"wrappedInt64":"5"}                   | a wrapped number
        {"wrappedBool": false}                 | {"wrappedBool":false}                  | its default is there
        {"wrappedString": null}                | {}                                     | null is not set
        {"empty": {}}                          | {"empty":{}}                           | nothing in it
        {"any": {"@type": "x/weir.test.Book", "title": "a"}} | {"any":{"@type":"x/weir.test.Book","title":"a"}} | a message of any type
        {"any": {"value": "1s", "@type": "x/google.protobuf.Duration"}} | {"any":{"@type":"x/google.protobuf.Duration","value":"1s"}} | in any order
        {"any": {}}                            | {"any":{}}                             | of no type
        """)
    void jsonIsReadAsWhatItMeansAndWrittenInOneWay(String json, String written, String reason) throws Exception {
        Message message = read(json);
        assertThat(write(message)).as(reason).isEqualTo(written);
        assertThat(message).as(reason).isEqualTo(Library.reference(EVERYTHING, json));
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
        []                                   | ``                  | is no object
        {"colour": "RED"}                    | /colour             | is not a field of weir.test.Everything
        {"nested": {"x~/y": 1}}              | /nested/x~0~1y      | is not a field of weir.test.Everything
        {"int32Field": 1.5}                  | /int32Field         | is no whole number of 32 bits
        {"int32Field": 2147483648}           | /int32Field         | is no whole number of 32 bits
        {"int32Field": ""}                   | /int32Field         | is no whole number of 32 bits
        {"int32Field": " 1"}                 | /int32Field         | is no whole number of 32 bits
        {"int32Field": "0x1"}                | /int32Field         | is no whole number of 32 bits
        {"int32Field": "1e99999999"}         | /int32Field         | is no whole number of 32 bits
        {"int32Field": true}                 | /int32Field         | is no whole number of 32 bits
        {"uint32Field": -1}                  | /uint32Field        | is no whole number of 32 bits without sign
        {"int64Field": 9223372036854775808}  | /int64Field         | is no whole number of 64 bits
        {"uint64Field": "18446744073709551616"} | /uint64Field     | is no whole number of 64 bits without sign
        {"floatField": 1e39}                 | /floatField         | is no number of 32 bits
        {"doubleField": 1e309}               | /doubleField        | is no number of 64 bits
        {"doubleField": "inf"}               | /doubleField        | is no number of 64 bits
        {"boolField": "true"}                | /boolField          | is neither true nor false
        {"boolField": 1}                     | /boolField          | is neither true nor false
        {"stringField": 1}                   | /stringField        | is no text
        {"stringField": "\\ud800"}           | /stringField        | is no text
        {"bytesField": "a b"}                | /bytesField         | is no Base64
        {"bytesField": "+_=="}               | /bytesField         | is no Base64
        {"color": "PINK"}                    | /color              | is no value of weir.test.Color
        {"color": 1.5}                       | /color              | is no value of weir.test.Color
        {"texts": "a"}                       | /texts              | is no array
        {"texts": ["a", null]}               | /texts/1            | is no text
        {"books": [{}, {"pages": "x"}]}      | /books/1/pages      | is no whole number of 32 bits
        {"books": [null]}                    | /books/0            | is null
        {"counts": []}                       | /counts             | is no object
        {"counts": {"a": "b"}}               | /counts/a           | is no whole number of 64 bits
        {"shelf": {"a": {}}}                 | /shelf/a            | is no whole number of 32 bits
        {"paint": {"yes": "RED"}}            | /paint/yes          | is neither true nor false
        {"choiceText": "a", "choiceBook": {}} | /choiceBook        | excludes another field of choice
        {"int32_field": 1, "int32Field": 2}  | /int32_field        | is there twice, also as int32Field
        {"timestamp": "2026-11-25"}          | /timestamp          | is no time of RFC 3339
        {"timestamp": "2026-11-25T13:00Z"}   | /timestamp          | is no time of RFC 3339
        {"timestamp": "2026-02-30T13:00:00Z"} | /timestamp         | is no time of RFC 3339
        {"timestamp": "10000-01-01T00:00:00Z"} | /timestamp        | is no time of RFC 3339
        {"timestamp": 0}                     | /timestamp          | is no text
        {"duration": "1"}                    | /duration           | is no duration such as 1.5s
        {"duration": "1.s"}                  | /duration           | is no duration such as 1.5s
        {"duration": "1.0000000001s"}        | /duration           | is no duration such as 1.5s
        {"duration": "315576000001s"}        | /duration           | is no duration such as 1.5s
        {"duration": "--1s"}                 | /duration           | is no duration such as 1.5s
        {"mask": "a_b"}                      | /mask               | is no list of fields such as a,b.cD
        {"mask": "a,,b"}                     | /mask               | is no list of fields such as a,b.cD
        {"struct": []}                       | /struct             | is no object
        {"list": {}}                         | /list               | is no array
        {"wrappedInt32": {"value": 1}}       | /wrappedInt32       | is no whole number of 32 bits
        {"empty": {"a": 1}}                  | /empty/a            | is not a field of google.protobuf.Empty
        {"any": {"a": 1}}                    | /any/@type          | names no type that is known here
        {"any": {"@type": "weir.test.Book"}} | /any/@type          | names no type that is known here
        {"any": {"@type": "x/no.Such"}}      | /any/@type          | names no type that is known here
        {"any": {"@type": "x/weir.test.Book", "pages": ""}} | /any/pages | is no whole number of 32 bits
        {"any": {"@type": "x/google.protobuf.Duration"}} | /any   | is not @type and value
        """)
    void whatDoesNotFitIsRefusedWithItsPlace(String json, String pointer, String detail) {
        Mismatch mismatch = catchThrowableOfType(Mismatch.class, () -> read(json.replace("\\\\", "\\")));
        assertThat(mismatch).isNotNull();
        assertThat(mismatch.fault().place()).isEqualTo(pointer);
        assertThat(mismatch.fault().detail()).isEqualTo(detail);
    }

    @Test
    void whatNoFieldHasIsSkippedWhereThatIsWanted() throws Mismatch {
        MessageReader lenient = new MessageReader(Library.TYPES, true);
        String json = "{\"x\":1,\"nested\":{\"y\":{\"z\":[]},\"boolField\":true}}";
        assertThat(lenient.read(EVERYTHING, tree(json), At.BODY)).isEqualTo(read("{\"nested\":{\"boolField\":true}}"));
    }

    @Test
    void whatHasNoFormInJsonIsSaid() {
        Descriptor any = Objects.requireNonNull(Library.TYPES.find("/google.protobuf.Any"));
        Message unknown = DynamicMessage.newBuilder(any)
                .setField(any.findFieldByNumber(1), "x/no.Such")
                .build();
        assertThatThrownBy(() -> WRITER.json(unknown))
                .isInstanceOf(MessageWriter.NoJson.class)
                .hasMessageContaining("x/no.Such");
        Descriptor time = Objects.requireNonNull(Library.TYPES.find("/google.protobuf.Timestamp"));
        Message late = DynamicMessage.newBuilder(time)
                .setField(time.findFieldByNumber(1), Long.MAX_VALUE)
                .build();
        assertThatThrownBy(() -> WRITER.json(late)).isInstanceOf(MessageWriter.NoJson.class);
    }

    @Test
    void anysWithinAnysEnd() {
        Descriptor any = Objects.requireNonNull(Library.TYPES.find("/google.protobuf.Any"));
        ByteString inner = ByteString.EMPTY;
        for (int i = 0; i < 200; i++) {
            inner = DynamicMessage.newBuilder(any)
                    .setField(any.findFieldByNumber(1), "x/google.protobuf.Any")
                    .setField(any.findFieldByNumber(2), inner)
                    .build()
                    .toByteString();
        }
        Message outer = DynamicMessage.newBuilder(any)
                .setField(any.findFieldByNumber(1), "x/google.protobuf.Any")
                .setField(any.findFieldByNumber(2), inner)
                .build();
        assertThatThrownBy(() -> WRITER.json(outer))
                .isInstanceOf(MessageWriter.NoJson.class)
                .hasMessageContaining("too many");
    }

    /** Values of one field put into another: either it fits, or the mistake is in the field. */
    @Test
    void anyJsonIsReadOrRefused() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String[] values = {
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e99",
            "\"\"",
            "\"a\"",
            "\"1\"",
            "[]",
            "{}",
            "[1]",
            "[{}]",
            "[null]",
            "{\"a\":1}",
            "{\"1\":{}}",
            "\"1s\"",
            "\"2026-11-25T13:00:00Z\"",
            "{\"@type\":\"x/weir.test.Book\"}"
        };
        for (int turn = 0; turn < 5_000; turn++) {
            var field = EVERYTHING
                    .getFields()
                    .get(random.nextInt(EVERYTHING.getFields().size()));
            String json = "{\"" + field.getJsonName() + "\":" + values[random.nextInt(values.length)] + "}";
            try {
                Message message = read(json);
                assertThat(read(write(message))).as("%s, seed %d", json, seed).isEqualTo(message);
            } catch (Mismatch e) {
                assertThat(e.fault().place()).as("%s, seed %d", json, seed).startsWith("/" + field.getJsonName());
            } catch (IOException e) {
                throw new AssertionError(json + ", seed " + seed, e);
            }
        }
    }
}
