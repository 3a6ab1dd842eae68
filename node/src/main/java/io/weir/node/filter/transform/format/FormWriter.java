package io.weir.node.filter.transform.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Writes a tree as a form. What is null or empty has no field. One use. */
final class FormWriter {
    private final StringBuilder out = new StringBuilder();

    byte[] write(JsonNode tree) throws BodyFault {
        if (!(tree instanceof ObjectNode object)) {
            throw BodyFault.unconvertible("A form has members alone");
        }
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            value(plain(member.getKey()), member.getValue());
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String plain(String name) throws BodyFault {
        if (name.indexOf('[') >= 0 || name.indexOf(']') >= 0) {
            throw BodyFault.unconvertible("A name has brackets");
        }
        return name;
    }

    private void value(String name, JsonNode value) throws BodyFault {
        if (value instanceof ObjectNode object) {
            if (isNumbered(object)) {
                throw BodyFault.unconvertible("An object has the numbers of an array for names");
            }
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                if (member.getKey().isEmpty()) {
                    throw BodyFault.unconvertible("A name is empty");
                }
                value(name + '[' + plain(member.getKey()) + ']', member.getValue());
            }
        } else if (value instanceof ArrayNode array) {
            boolean flat = isFlat(array);
            for (int i = 0; i < array.size(); i++) {
                value(name + '[' + (flat ? "" : String.valueOf(i)) + ']', array.get(i));
            }
        } else if (!value.isNull()) {
            out.append(out.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(
                            value.isNumber() ? PlainNumber.text(value) : value.asText(), StandardCharsets.UTF_8));
        }
    }

    private static boolean isNumbered(ObjectNode object) {
        int next = 0;
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (!member.getKey().equals(String.valueOf(next++))) {
                return false;
            }
        }
        return next > 0;
    }

    private static boolean isFlat(ArrayNode array) {
        for (JsonNode item : array) {
            if (item.isContainerNode()) {
                return false;
            }
        }
        return true;
    }
}
