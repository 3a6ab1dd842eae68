package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.weir.node.decide.validate.Utf8;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;

/** JSON (RFC 8259), to the letter: UTF-8 without a mark, one value, no name twice in an object. */
public final class JsonCodec implements Codec {
    /** Jackson's table of names is shared, and whoever sends names could fill it. */
    static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    private final int depth;

    /** @param depth containers within one another */
    public JsonCodec(int depth) {
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        TextBytes.checkUtf8(charset);
        return read(body, depth);
    }

    static JsonNode read(byte[] body, int depth) throws BodyFault {
        if (!isPlainUtf8(body)) {
            throw BodyFault.malformed("It is not UTF-8 without a byte order mark");
        }
        TreeBuilder tree = new TreeBuilder(depth);
        try (JsonParser parser = FACTORY.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                take(tree, parser, token);
            }
        } catch (JsonProcessingException e) {
            throw malformed(e.getLocation());
        } catch (IOException e) {
            throw BodyFault.malformed("It is no JSON");
        }
        return tree.tree();
    }

    private static void take(TreeBuilder tree, JsonParser parser, JsonToken token) throws IOException, BodyFault {
        switch (token) {
            case START_OBJECT -> tree.object();
            case START_ARRAY -> tree.array();
            case END_OBJECT, END_ARRAY -> tree.close();
            case FIELD_NAME -> tree.name(parser.currentName());
            case VALUE_STRING -> tree.text(parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tree.number(parser.getText());
            case VALUE_TRUE, VALUE_FALSE -> tree.put(BooleanNode.valueOf(token == JsonToken.VALUE_TRUE));
            default -> tree.nothing();
        }
    }

    /** The parser's message quotes the text. */
    private static BodyFault malformed(JsonLocation at) {
        return BodyFault.malformed(
                at == null
                        ? "It is no JSON"
                        : "It is no JSON: line " + at.getLineNr() + ", column " + at.getColumnNr());
    }

    /** Other encodings and marks, which the parser would guess from, have a NUL or no UTF-8 among their first bytes. */
    private static boolean isPlainUtf8(byte[] text) {
        for (int i = 0; i < Math.min(4, text.length); i++) {
            if (text[i] == 0) {
                return false;
            }
        }
        boolean marked = text.length >= 3 && text[0] == (byte) 0xef && text[1] == (byte) 0xbb && text[2] == (byte) 0xbf;
        return !marked && Utf8.isValid(text);
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        return text(tree);
    }

    /** As JSON. */
    public static byte[] text(JsonNode tree) throws BodyFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            write(json, tree);
        } catch (IOException e) {
            throw BodyFault.unconvertible("It has no form in JSON");
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator json, JsonNode node) throws IOException {
        if (node instanceof ObjectNode object) {
            json.writeStartObject();
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                json.writeFieldName(member.getKey());
                write(json, member.getValue());
            }
            json.writeEndObject();
        } else if (node instanceof ArrayNode array) {
            json.writeStartArray();
            for (JsonNode item : array) {
                write(json, item);
            }
            json.writeEndArray();
        } else if (node.isTextual()) {
            json.writeString(node.textValue());
        } else if (node.isNumber()) {
            json.writeNumber(node.asText());
        } else if (node.isBoolean()) {
            json.writeBoolean(node.booleanValue());
        } else {
            json.writeNull();
        }
    }
}
