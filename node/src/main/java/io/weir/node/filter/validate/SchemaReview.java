package io.weir.node.filter.validate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks over the schemas of a document before they are compiled, and refuses what could not be validated as it says: what the
 * meta-schema does not allow, references that leave the document or lead nowhere or round in circles, patterns that could take
 * forever, keywords of older drafts, which mean nothing any more. References are rewritten to the one form {@code #/a/b}: in
 * a document that is one resource, {@code $dynamicRef} and anchors come to the same. One use, one thread.
 */
final class SchemaReview {
    private static final Map<String, String> OUTDATED = Map.of(
            "dependencies", "dependentRequired or dependentSchemas",
            "additionalItems", "items beside prefixItems",
            "$recursiveRef", "$dynamicRef",
            "$recursiveAnchor", "$dynamicAnchor");
    private static final int MOST_SCHEMAS = 20_000;

    private final JsonNode document;
    private final Map<String, String> anchors = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Deque<String> waiting = new ArrayDeque<>();
    private final SchemaLoops loops = new SchemaLoops();

    /** @param document its schemas are changed: references are rewritten, {@code $id} and {@code $schema} are removed */
    SchemaReview(JsonNode document) throws SchemaException {
        this.document = document;
        findAnchors(document, "");
    }

    private void findAnchors(JsonNode node, String pointer) throws SchemaException {
        for (String keyword : List.of("$anchor", "$dynamicAnchor")) {
            JsonNode anchor = node.isObject() ? node.get(keyword) : null;
            if (anchor != null && anchor.isTextual() && anchors.put(anchor.textValue(), pointer) != null) {
                throw new SchemaException(Pointers.child(pointer, keyword), "the anchor is there twice");
            }
        }
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> member : object.properties()) {
                findAnchors(member.getValue(), Pointers.child(pointer, member.getKey()));
            }
        }
        for (int i = 0; node.isArray() && i < node.size(); i++) {
            findAnchors(node.get(i), Pointers.child(pointer, i));
        }
    }

    /** Looks over a schema, and whatever it refers to. */
    void schema(String pointer) throws SchemaException {
        meta(pointer);
        waiting.add(pointer);
        for (String next = waiting.poll(); next != null; next = waiting.poll()) {
            look(next);
        }
    }

    /** To be called when all schemas were looked over. */
    void end() throws SchemaException {
        loops.check();
    }

    private void meta(String pointer) throws SchemaException {
        JsonNode schema = Pointers.find(document, pointer);
        if (schema == null) {
            throw new SchemaException(pointer, "there is nothing");
        }
        if (!seen.contains(pointer)) {
            MetaSchema.check(schema, pointer);
        }
    }

    private void look(String pointer) throws SchemaException {
        if (!seen.add(pointer) || !(Pointers.find(document, pointer) instanceof ObjectNode schema)) {
            return;
        }
        if (seen.size() > MOST_SCHEMAS) {
            throw new SchemaException(pointer, "there are more than " + MOST_SCHEMAS + " schemas");
        }
        outdated(schema, pointer);
        identity(schema, pointer);
        patterns(schema, pointer);
        references(schema, pointer);
        SchemaParts.each(schema, pointer, (part, same) -> {
            waiting.add(part);
            if (same) {
                loops.leads(pointer, part);
            }
        });
    }

    private static void outdated(ObjectNode schema, String pointer) throws SchemaException {
        for (Map.Entry<String, String> keyword : OUTDATED.entrySet()) {
            if (schema.has(keyword.getKey())) {
                throw new SchemaException(
                        Pointers.child(pointer, keyword.getKey()),
                        "is a keyword of older drafts; 2020-12 has " + keyword.getValue());
            }
        }
    }

    private static void identity(ObjectNode schema, String pointer) throws SchemaException {
        JsonNode dialect = schema.remove("$schema");
        if (dialect != null && !MetaSchema.isDialect(dialect.asText())) {
            throw new SchemaException(Pointers.child(pointer, "$schema"), "is not JSON Schema 2020-12");
        }
        if (schema.remove("$id") != null && !pointer.isEmpty()) {
            throw new SchemaException(
                    Pointers.child(pointer, "$id"), "schemas within a schema cannot have an identity of their own");
        }
    }

    private static void patterns(ObjectNode schema, String pointer) throws SchemaException {
        JsonNode pattern = schema.get("pattern");
        if (pattern != null) {
            pattern(pattern.asText(), Pointers.child(pointer, "pattern"));
        }
        if (schema.get("patternProperties") instanceof ObjectNode patterns) {
            for (Map.Entry<String, JsonNode> member : patterns.properties()) {
                String at = Pointers.child(pointer, "patternProperties");
                pattern(member.getKey(), Pointers.child(at, member.getKey()));
            }
        }
    }

    private static void pattern(String pattern, String pointer) throws SchemaException {
        try {
            SafePattern.of(pattern);
        } catch (IllegalArgumentException e) {
            throw new SchemaException(pointer, String.valueOf(e.getMessage()));
        }
    }

    private void references(ObjectNode schema, String pointer) throws SchemaException {
        List<String> targets = new ArrayList<>();
        for (String keyword : List.of("$ref", "$dynamicRef")) {
            JsonNode reference = schema.remove(keyword);
            if (reference != null) {
                targets.add(target(reference.asText(), Pointers.child(pointer, keyword)));
            }
        }
        for (String target : targets) {
            meta(target);
            waiting.add(target);
            loops.leads(pointer, target);
            if (schema.has("$ref")) {
                schema.withArray("allOf").addObject().put("$ref", "#" + target);
            } else {
                schema.put("$ref", "#" + target);
            }
        }
    }

    private String target(String reference, String pointer) throws SchemaException {
        if (!reference.startsWith("#")) {
            throw new SchemaException(pointer, "leads out of the document; nothing is fetched");
        }
        @Nullable String target = Pointers.of(reference);
        String found = target == null ? anchors.get(reference.substring(1)) : target;
        if (found == null || Pointers.find(document, found) == null) {
            throw new SchemaException(pointer, "leads nowhere");
        }
        return found;
    }
}
