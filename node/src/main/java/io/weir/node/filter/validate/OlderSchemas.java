package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/**
 * Turns schemas of OpenAPI 3.0 into what 2020-12 says for the same: {@code nullable}, {@code exclusiveMinimum: true}, siblings of
 * {@code $ref} (which count for nothing), members that are {@code readOnly} (which requests need not have). Keywords that 3.0
 * does not have are refused: nobody can say what was meant. One use.
 */
final class OlderSchemas {
    private static final Set<String> KNOWN = Set.of(
            "title",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "pattern",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxProperties",
            "minProperties",
            "required",
            "enum",
            "type",
            "allOf",
            "oneOf",
            "anyOf",
            "not",
            "items",
            "properties",
            "additionalProperties",
            "description",
            "format",
            "default",
            "nullable",
            "discriminator",
            "readOnly",
            "writeOnly",
            "xml",
            "externalDocs",
            "example",
            "deprecated");

    private final ObjectNode root;
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();

    OlderSchemas(ObjectNode root) {
        this.root = root;
    }

    void translate(String pointer) throws SchemaException {
        waiting.add(pointer);
        for (String next = waiting.poll(); next != null; next = waiting.poll()) {
            if (seen.add(next) && Pointers.find(root, next) instanceof ObjectNode schema) {
                one(schema, next);
            }
        }
    }

    private void one(ObjectNode schema, String pointer) throws SchemaException {
        JsonNode reference = schema.get("$ref");
        if (reference != null) {
            schema.retain("$ref");
            String target = Pointers.of(reference.asText());
            if (target != null) {
                waiting.add(target);
            }
            return;
        }
        known(schema, pointer);
        exclusive(schema, "minimum", "exclusiveMinimum");
        exclusive(schema, "maximum", "exclusiveMaximum");
        optional(schema);
        nullable(schema);
        SchemaParts.each(schema, pointer, (part, same) -> waiting.add(part));
    }

    private static void known(ObjectNode schema, String pointer) throws SchemaException {
        for (Iterator<String> names = schema.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!KNOWN.contains(name) && !name.startsWith("x-")) {
                throw new SchemaException(Pointers.child(pointer, name), "is no keyword of OpenAPI 3.0");
            }
        }
        if (schema.path("type").isArray()) {
            throw new SchemaException(Pointers.child(pointer, "type"), "is a list, which OpenAPI 3.0 has not");
        }
    }

    private static void exclusive(ObjectNode schema, String bound, String keyword) {
        JsonNode exclusive = schema.get(keyword);
        if (exclusive != null && exclusive.isBoolean()) {
            JsonNode value = schema.get(bound);
            schema.remove(keyword);
            if (exclusive.booleanValue() && value != null) {
                schema.remove(bound);
                schema.set(keyword, value);
            }
        }
    }

    /** 3.0.3, Schema Object: beside {@code type} alone it means anything. */
    private static void nullable(ObjectNode schema) {
        JsonNode type = schema.get("type");
        if (schema.path("nullable").asBoolean() && type != null) {
            schema.putArray("type").add(type).add("null");
        }
        schema.remove("nullable");
    }

    /** "If the property is marked as readOnly being true and is in the required list, the required will take effect on the response only." */
    private void optional(ObjectNode schema) {
        if (!(schema.get("required") instanceof ArrayNode required)) {
            return;
        }
        for (int i = required.size() - 1; i >= 0; i--) {
            JsonNode member = schema.path("properties").path(required.get(i).asText());
            String target = member.has("$ref") ? Pointers.of(member.get("$ref").asText()) : null;
            JsonNode meant = target == null ? member : Pointers.find(root, target);
            if (meant != null && meant.path("readOnly").asBoolean()) {
                required.remove(i);
            }
        }
    }
}
