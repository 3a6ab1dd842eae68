package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;

/** CBOR (RFC 8949). Byte strings are texts in base64url (§6.1); numbers are integers, doubles, and where those are not exact, big ones. */
public final class CborCodec implements Codec {
    private static final CBORFactory FACTORY = CBORFactory.builder()
            .enable(CBORGenerator.Feature.ENCODE_USING_STANDARD_NEGATIVE_BIGINT_ENCODING)
            .build();

    private final int depth;

    /** @param depth containers within one another */
    public CborCodec(int depth) {
        this.depth = depth;
    }

    @Override
    public JsonNode read(byte[] body, String charset) throws BodyFault {
        return new CborReader(body, depth).read();
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
