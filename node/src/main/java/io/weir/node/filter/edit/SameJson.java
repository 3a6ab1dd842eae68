package io.weir.node.filter.edit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** Equality as RFC 6902 §4.6 has it: of numbers by value, of objects whatever the order. */
final class SameJson {
    private SameJson() {}

    static boolean is(JsonNode one, JsonNode other) {
        if (one.getNodeType() != other.getNodeType() || one.size() != other.size()) {
            return false;
        }
        if (one instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> entry : object.properties()) {
                JsonNode same = other.get(entry.getKey());
                if (same == null || !is(entry.getValue(), same)) {
                    return false;
                }
            }
            return true;
        }
        if (one instanceof ArrayNode) {
            for (int i = 0; i < one.size(); i++) {
                if (!is(one.get(i), other.get(i))) {
                    return false;
                }
            }
            return true;
        }
        return one.isNumber() ? one.decimalValue().compareTo(other.decimalValue()) == 0 : one.equals(other);
    }
}
