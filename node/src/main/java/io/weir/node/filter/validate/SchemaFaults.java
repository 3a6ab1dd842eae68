package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.weir.protocol.http.Problem.Fault;

/** Says what a schema expected and where: in words of the schema, never of the body. */
final class SchemaFaults {
    private static final int LONGEST = 100;

    private SchemaFaults() {}

    static Fault of(Error error) {
        String keyword = String.valueOf(error.getKeyword());
        String pointer = error.getInstanceLocation().toString();
        String property = error.getProperty();
        return switch (keyword) {
            case "required", "dependentRequired" -> fault(pointer, "lacks the member " + quoted(property));
            case "additionalProperties", "unevaluatedProperties" -> extra(pointer, property);
            case "false" -> fault(pointer, "is not expected");
            default -> fault(pointer, "does not keep to " + keyword + rule(error.getSchemaNode()));
        };
    }

    private static Fault extra(String pointer, String property) {
        return fault(property == null ? pointer : Pointers.child(pointer, property), "is not expected");
    }

    private static Fault fault(String pointer, String detail) {
        return Fault.at(JsonLevel.shortened(pointer), detail);
    }

    /** The name of a member that the schema asks for. */
    private static String quoted(String property) {
        return property == null ? "that it needs" : "\"" + property + "\"";
    }

    /** What the keyword says, where that is short: a word or a list of them. */
    private static String rule(JsonNode value) {
        if (value == null || value.isObject()) {
            return "";
        }
        for (JsonNode item : value) {
            if (item.isContainerNode()) {
                return "";
            }
        }
        String text = value.toString();
        return text.length() > LONGEST ? "" : " " + text;
    }
}
