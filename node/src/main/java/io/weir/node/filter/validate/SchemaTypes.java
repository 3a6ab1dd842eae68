package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds out of which types a schema's values are, as far as it says so. After {@link SchemaReview}: references do not run in circles. */
final class SchemaTypes {
    private final JsonNode document;

    SchemaTypes(JsonNode document) {
        this.document = document;
    }

    /** @throws SchemaException when it does not say */
    Set<String> of(String pointer) throws SchemaException {
        Set<String> types = find(pointer);
        if (types == null) {
            throw new SchemaException(pointer, "does not say of which type it is");
        }
        return types;
    }

    /** Where the schema of an array's items is. */
    String items(String pointer) throws SchemaException {
        JsonNode schema = Pointers.find(document, pointer);
        if (schema != null && schema.has("items")) {
            return Pointers.child(pointer, "items");
        }
        if (schema != null && schema.has("$ref")) {
            return items(schema.get("$ref").asText().substring(1));
        }
        throw new SchemaException(pointer, "does not say what its items are");
    }

    private @Nullable Set<String> find(String pointer) {
        if (!(Pointers.find(document, pointer) instanceof ObjectNode schema)) {
            return null;
        }
        JsonNode type = schema.get("type");
        if (type != null) {
            Set<String> types = new TreeSet<>();
            if (type.isArray()) {
                type.forEach(one -> types.add(one.asText()));
            } else {
                types.add(type.asText());
            }
            return types;
        }
        Set<String> referred =
                schema.has("$ref") ? find(schema.get("$ref").asText().substring(1)) : null;
        Set<String> all = narrowest(schema, pointer, referred);
        if (all != null) {
            return all;
        }
        Set<String> either = either(schema, pointer);
        return either != null ? either : listed(schema);
    }

    private static @Nullable Set<String> listed(ObjectNode schema) {
        Set<String> types = new TreeSet<>();
        for (JsonNode value : schema.path("enum")) {
            types.add(type(value));
        }
        if (schema.has("const")) {
            types.add(type(schema.get("const")));
        }
        return types.isEmpty() ? null : types;
    }

    private static String type(JsonNode value) {
        return value.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    private @Nullable Set<String> narrowest(ObjectNode schema, String pointer, @Nullable Set<String> referred) {
        Set<String> found = referred;
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            Set<String> one = find(Pointers.child(Pointers.child(pointer, "allOf"), i));
            found = one != null && (found == null || found.size() > one.size()) ? one : found;
        }
        return found;
    }

    private @Nullable Set<String> either(ObjectNode schema, String pointer) {
        String keyword = schema.has("anyOf") ? "anyOf" : "oneOf";
        Set<String> found = null;
        for (int i = 0; i < schema.path(keyword).size(); i++) {
            Set<String> one = find(Pointers.child(Pointers.child(pointer, keyword), i));
            if (one == null) {
                return null;
            }
            found = found == null ? new TreeSet<>() : found;
            found.addAll(one);
        }
        return found;
    }
}
