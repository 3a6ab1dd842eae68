package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;

/** CBOR (RFC 8949). Byte strings are texts in base64url (§6.1); numbers are integers, doubles, and where those are not exact, big ones. */
public final class CborCodec implements Codec {
    /** More than any number that is taken has. */
    private static final int MOST_BITS = 400;

    private static final CBORFactory FACTORY = CBORFactory.builder()
            .disable(com.fasterxml.jackson.core.JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .disable(com.fasterxml.jackson.core.JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(1_000)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxNumberLength(1_000)
                    .build())
            .build();

    private final int depth;

    /** @param depth containers within one another */
    public CborCodec(int depth) {
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        TreeBuilder tree = new TreeBuilder(depth);
        try (JsonParser parser = FACTORY.createParser(body)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                take(tree, parser, token);
            }
        } catch (IOException | RuntimeException e) {
            // The library answers some of what is malformed with an index out of bounds.
            throw BodyFault.malformed("It is no CBOR");
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
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> tree.number(number(parser));
            case VALUE_TRUE, VALUE_FALSE -> tree.put(BooleanNode.valueOf(token == JsonToken.VALUE_TRUE));
            case VALUE_EMBEDDED_OBJECT -> embedded(tree, parser.getEmbeddedObject());
            default -> tree.nothing();
        }
    }

    private static void embedded(TreeBuilder tree, Object value) throws BodyFault {
        if (!(value instanceof byte[] bytes)) {
            throw BodyFault.malformed("It has a simple value that means nothing here");
        }
        tree.text(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static String number(JsonParser parser) throws IOException, BodyFault {
        Number number = parser.getNumberValue();
        if (number instanceof BigInteger integer && integer.bitLength() > MOST_BITS) {
            throw BodyFault.malformed("A number has more than 100 characters, or is beyond e999");
        } else if (number instanceof BigDecimal decimal
                && decimal.unscaledValue().bitLength() > MOST_BITS) {
            throw BodyFault.malformed("A number has more than 100 characters, or is beyond e999");
        } else if (!Double.isFinite(number.doubleValue()) && (number instanceof Double || number instanceof Float)) {
            throw BodyFault.malformed("A number is infinite, or none");
        }
        return number.toString();
    }

    @Override
    public byte[] write(JsonNode tree) throws BodyFault {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator cbor = FACTORY.createGenerator(out)) {
            write(cbor, tree);
        } catch (IOException e) {
            throw BodyFault.unconvertible("It has no form in CBOR");
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator cbor, JsonNode node) throws IOException {
        if (node instanceof ObjectNode object) {
            cbor.writeStartObject(object, object.size());
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                cbor.writeFieldName(member.getKey());
                write(cbor, member.getValue());
            }
            cbor.writeEndObject();
        } else if (node instanceof ArrayNode array) {
            cbor.writeStartArray(array, array.size());
            for (JsonNode item : array) {
                write(cbor, item);
            }
            cbor.writeEndArray();
        } else if (node.isTextual()) {
            cbor.writeString(node.textValue());
        } else if (node.isNumber()) {
            number(cbor, PlainNumber.of(node));
        } else if (node.isBoolean()) {
            cbor.writeBoolean(node.booleanValue());
        } else {
            cbor.writeNull();
        }
    }

    private static void number(JsonGenerator cbor, Number number) throws IOException {
        if (number instanceof Long integer) {
            cbor.writeNumber(integer);
        } else if (number instanceof Double real) {
            cbor.writeNumber(real);
        } else if (number instanceof BigInteger large) {
            cbor.writeNumber(large);
        } else {
            cbor.writeNumber((BigDecimal) number);
        }
    }
}
