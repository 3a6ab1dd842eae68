package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Finds out what the fields of a form stand for. After {@link SchemaReview}. */
final class FormReader {
    private static final Set<String> PLAIN = Set.of("string", "number", "integer", "boolean");

    private final JsonNode document;
    private final SchemaTypes types;

    FormReader(JsonNode document) {
        this.document = document;
        types = new SchemaTypes(document);
    }

    /** @throws SchemaException at a member that a form cannot have */
    Map<String, FormCheck.Member> members(String pointer) throws SchemaException {
        Map<String, FormCheck.Member> members = new HashMap<>();
        collect(pointer, members);
        return members;
    }

    private void collect(String pointer, Map<String, FormCheck.Member> members) throws SchemaException {
        if (!(Pointers.find(document, pointer) instanceof ObjectNode schema)) {
            return;
        }
        if (schema.has("$ref")) {
            collect(schema.get("$ref").asText().substring(1), members);
        }
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            collect(Pointers.child(Pointers.child(pointer, "allOf"), i), members);
        }
        String properties = Pointers.child(pointer, "properties");
        for (Iterator<String> names = schema.path("properties").fieldNames(); names.hasNext(); ) {
            String name = names.next();
            members.put(name, member(Pointers.child(properties, name)));
        }
    }

    private FormCheck.Member member(String pointer) throws SchemaException {
        Set<String> own = types.of(pointer);
        boolean array = own.contains("array");
        Set<String> plain = new TreeSet<>(array ? types.of(types.items(pointer)) : own);
        plain.remove("null");
        if (array && own.size() > 1 || plain.size() != 1 || !PLAIN.containsAll(plain)) {
            throw new SchemaException(pointer, "is of types " + own + ", which fields of a form cannot be here");
        }
        return new FormCheck.Member(array, plain);
    }
}
