package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The schemas within a schema (2020-12 §10, §11). */
final class SchemaParts {
    /** Applied to the same value that the schema itself is. */
    private static final List<String> SAME = List.of("not", "if", "then", "else");

    private static final List<String> SAME_LISTS = List.of("allOf", "anyOf", "oneOf");
    private static final List<String> INNER = List.of(
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties",
            "contentSchema");
    private static final List<String> INNER_MAPS = List.of("properties", "patternProperties", "$defs", "definitions");

    private SchemaParts() {}

    /** Is told of each part. */
    interface Visitor {
        /** @param same it is applied to the same value */
        void part(String pointer, boolean same) throws SchemaException;
    }

    static void each(ObjectNode schema, String pointer, Visitor visitor) throws SchemaException {
        for (String keyword : SAME) {
            one(schema, keyword, pointer, true, visitor);
        }
        for (String keyword : INNER) {
            one(schema, keyword, pointer, false, visitor);
        }
        for (String keyword : SAME_LISTS) {
            list(schema, keyword, pointer, true, visitor);
        }
        list(schema, "prefixItems", pointer, false, visitor);
        for (String keyword : INNER_MAPS) {
            map(schema, keyword, pointer, false, visitor);
        }
        map(schema, "dependentSchemas", pointer, true, visitor);
    }

    private static void one(ObjectNode schema, String keyword, String pointer, boolean same, Visitor visitor)
            throws SchemaException {
        if (schema.has(keyword)) {
            visitor.part(Pointers.child(pointer, keyword), same);
        }
    }

    private static void list(ObjectNode schema, String keyword, String pointer, boolean same, Visitor visitor)
            throws SchemaException {
        JsonNode list = schema.path(keyword);
        for (int i = 0; list.isArray() && i < list.size(); i++) {
            visitor.part(Pointers.child(Pointers.child(pointer, keyword), i), same);
        }
    }

    private static void map(ObjectNode schema, String keyword, String pointer, boolean same, Visitor visitor)
            throws SchemaException {
        if (schema.get(keyword) instanceof ObjectNode map) {
            for (var names = map.fieldNames(); names.hasNext(); ) {
                visitor.part(Pointers.child(Pointers.child(pointer, keyword), names.next()), same);
            }
        }
    }
}
