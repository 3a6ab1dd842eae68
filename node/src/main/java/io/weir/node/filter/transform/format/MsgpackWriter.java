package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a tree as MessagePack, in the shortest forms. One use. */
final class MsgpackWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(512);

    byte[] write(JsonNode tree) throws BodyFault {
        value(tree);
        return out.toByteArray();
    }

    private void value(JsonNode node) throws BodyFault {
        if (node instanceof ObjectNode object) {
            length(object.size(), 0x80, 16, 0xde);
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                text(member.getKey());
                value(member.getValue());
            }
        } else if (node instanceof ArrayNode array) {
            length(array.size(), 0x90, 16, 0xdc);
            for (JsonNode item : array) {
                value(item);
            }
        } else if (node.isTextual()) {
            text(node.textValue());
        } else if (node.isNumber()) {
            number(PlainNumber.of(node));
        } else {
            out.write(node.isNull() ? 0xc0 : node.booleanValue() ? 0xc3 : 0xc2);
        }
    }

    /** @param wide the type with a length of two bytes; that with four comes after it */
    private void length(int length, int fixed, int below, int wide) {
        if (length < below) {
            out.write(fixed | length);
        } else if (length <= 0xffff) {
            bytes(wide, length, 2);
        } else {
            bytes(wide + 1, length, 4);
        }
    }

    /** The type and a value of so many bytes, the highest first. */
    private void bytes(int type, long value, int count) {
        out.write(type);
        for (int shift = 8 * (count - 1); shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    private void text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length >= 32 && bytes.length <= 0xff) {
            out.write(0xd9);
            out.write(bytes.length);
        } else {
            length(bytes.length, 0xa0, 32, 0xda);
        }
        out.writeBytes(bytes);
    }

    private void number(Number number) throws BodyFault {
        if (number instanceof Long integer) {
            integer(integer);
        } else if (number instanceof Double real) {
            bytes(0xcb, Double.doubleToRawLongBits(real), 8);
        } else if (number instanceof BigInteger large && large.signum() > 0 && large.bitLength() <= 64) {
            bytes(0xcf, large.longValue(), 8);
        } else {
            throw BodyFault.unconvertible("A number has no exact form in MessagePack");
        }
    }

    private void integer(long value) {
        if (value >= -32 && value <= 0x7f) {
            out.write((int) value);
        } else if (value == (byte) value) {
            bytes(0xd0, value, 1);
        } else if (value == (short) value) {
            bytes(0xd1, value, 2);
        } else if (value == (int) value) {
            bytes(0xd2, value, 4);
        } else {
            bytes(0xd3, value, 8);
        }
    }
}
