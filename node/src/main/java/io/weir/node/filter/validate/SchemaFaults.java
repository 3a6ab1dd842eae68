package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.weir.protocol.http.Problem.Fault;
import org.jspecify.annotations.Nullable;

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
            case "items", "unevaluatedItems" -> fault(item(pointer, error.getIndex()), "is not expected");
            case "false" -> fault(pointer, "is not expected");
            default -> fault(pointer, "does not keep to " + keyword + rule(error.getSchemaNode()));
        };
    }

    private static Fault extra(String pointer, @Nullable String property) {
        return fault(property == null ? pointer : Pointers.child(pointer, property), "is not expected");
    }

    private static String item(String pointer, @Nullable Integer index) {
        return index == null ? pointer : Pointers.child(pointer, index);
    }

    private static Fault fault(String pointer, String detail) {
        return Fault.at(JsonLevel.shortened(pointer), detail);
    }

    /** The name of a member that the schema asks for. */
    private static String quoted(@Nullable String property) {
        return property == null ? "that it needs" : "\"" + property + "\"";
    }

    /** What the keyword says, where that is short: a word or a list of them. */
    private static String rule(@Nullable JsonNode value) {
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
